package dev.nunchi.engine.adapter;

import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Brings factors of several ranks and scales under one configuration.
///
/// Lower ranks are filled up with zeros, other scales go into B: the products stay what they were.
///
/// @param factors by the linear layer's name
record UniformLora(LoraConfig config, SequencedMap<String, LoraFactors> factors) {
    /// @param scale what `B·A` is multiplied by
    record Module(String layer, LoraFactors factors, double scale) {}

    /// @param modules at least one
    static UniformLora of(List<Module> modules) {
        int rank = modules.stream().mapToInt(module -> module.factors().rank()).max().orElseThrow();
        double scale = modules.getFirst().scale();
        var targets = EnumSet.noneOf(LoraTarget.class);
        var factors = new LinkedHashMap<String, LoraFactors>();
        for (var module : modules) {
            targets.add(AdapterNames.target(module.layer()).orElseThrow());
            factors.put(module.layer(), fitted(module, rank, scale));
        }
        return new UniformLora(new LoraConfig(rank, scale * rank, targets), factors);
    }

    private static LoraFactors fitted(Module module, int rank, double scale) {
        var factors = module.factors();
        if (factors.rank() == rank && module.scale() == scale) {
            return factors;
        }
        float more = (float) (module.scale() / scale);
        int inputs = factors.inputs();
        int outputs = factors.outputs();
        var a = new float[rank * inputs];
        factors.a().read(0, a, 0, factors.rank() * inputs);
        var b = new float[outputs * rank];
        var row = new float[factors.rank()];
        for (int r = 0; r < outputs; r++) {
            factors.b().read((long) r * row.length, row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                b[r * rank + i] = row[i] * more;
            }
        }
        return new LoraFactors(
                Tensor.ofFloats(Shape.of(rank, inputs), a),
                Tensor.ofFloats(Shape.of(outputs, rank), b));
    }
}
