package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.regex.Pattern;

/// Forms of projector, as `mm_projector_type` names them.
public sealed interface ProjectorKind {

    /// How many linear layers there are.
    int layers();

    /// @param name as `mm_projector_type` spells it
    /// @param activation between the matrices of an MLP
    static ProjectorKind of(String name, Activation activation) throws UnsupportedModelException {
        if (name.equals("linear")) {
            return new Linear();
        }
        var mlp = Mlp.NAME.matcher(name);
        if (mlp.matches()) {
            return new Mlp(Integer.parseInt(mlp.group(1)), activation);
        }
        throw new UnsupportedModelException(
                "projector '" + name + "'", List.of("linear", "mlp2x_gelu to mlp9x_gelu"));
    }

    /// `linear`: one matrix (Visual Instruction Tuning, 2023).
    record Linear() implements ProjectorKind {
        @Override
        public int layers() {
            return 1;
        }
    }

    /// `mlpNx_gelu`: N matrices with GELU between (LLaVA-1.5: N = 2).
    ///
    /// @param layers at least 2
    record Mlp(int layers, Activation activation) implements ProjectorKind {
        private static final Pattern NAME = Pattern.compile("mlp([2-9])x_gelu");
    }
}
