package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/// Linear layers of one input whose low-rank updates are computed together: their factors A stand
/// side by side, their factors B on a diagonal.
///
/// ```
///                             ┌ B₁       ┐
/// x ─ MatMul [A₁ A₂ A₃] ─ MatMul   B₂    ├─ Add ─
///                             └       B₃ ┘
/// ```
///
/// The zeros beside the diagonal cost less than two products and a concatenation more would.
///
/// @param name of the group; that of the layer if it is alone
/// @param layers names, e.g. `model.layers.0.self_attn.q_proj`, in the order of their outputs
public record LoraGroup(String name, List<String> layers) {
    /// What is added to the layers' results: `x · a · b`.
    ///
    /// @param a `[K, R]`: the layers' Aᵀ side by side
    /// @param b `[R, N]`: the layers' Bᵀ on a diagonal, times their scale
    public record Factors(Tensor a, Tensor b) {}

    public LoraGroup {
        layers = List.copyOf(layers);
    }

    static LoraGroup of(String layer) {
        return new LoraGroup(layer, List.of(layer));
    }

    /// The groups of an adaptable decoder, in the order of its layers.
    ///
    /// @throws CheckpointException if a tensor is missing
    public static List<LoraGroup> of(Checkpoint checkpoint, Lowering lowering)
            throws CheckpointException {
        var config = checkpoint.config().language();
        var groups = new ArrayList<LoraGroup>();
        for (int layer = 0; layer < config.numLayers(); layer++) {
            var joint = joint(layer);
            boolean together =
                    lowering == Lowering.FUSED
                            && !LanguageModel.takesPositions(config, lowering)
                            && MatrixRows.of(checkpoint, joint.layers()).format().isPresent();
            if (together) {
                groups.add(joint);
            }
            for (var target : LoraTarget.values()) {
                String name = target.moduleName(layer);
                if (!(together && joint.layers().contains(name))) {
                    groups.add(of(name));
                }
            }
        }
        return List.copyOf(groups);
    }

    /// Queries, keys and values.
    static LoraGroup joint(int layer) {
        return new LoraGroup(
                "model.layers." + layer + ".self_attn.qkv_proj",
                List.of(
                        LoraTarget.Q_PROJ.moduleName(layer),
                        LoraTarget.K_PROJ.moduleName(layer),
                        LoraTarget.V_PROJ.moduleName(layer)));
    }
}
