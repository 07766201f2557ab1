package dev.nunchi.engine.train;

import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Map;
import java.util.random.RandomGenerator;

/// Where low-rank updates start: `A` uniform in `±1/√in`, `B` zero, so that the model is what it
/// was. As in PEFT; source: Hu et al., [LoRA](https://arxiv.org/abs/2106.09685), §4.1.
public final class LoraStart {
    private LoraStart() {}

    /// Fills the factors among the parameters of a [GradientStep], in their order.
    public static void fill(Map<String, Tensor> parameters, RandomGenerator random) {
        for (var parameter : parameters.entrySet()) {
            if (parameter.getKey().endsWith(TrainingNames.LORA_A)) {
                fill(parameter.getValue(), random);
            } else if (parameter.getKey().endsWith(TrainingNames.LORA_B)) {
                parameter.getValue().clear();
            }
        }
    }

    private static void fill(Tensor factor, RandomGenerator random) {
        var values = new float[Math.toIntExact(factor.shape().count())];
        double bound = 1 / Math.sqrt(factor.shape().dim(1));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        factor.write(0, values, 0, values.length);
    }
}
