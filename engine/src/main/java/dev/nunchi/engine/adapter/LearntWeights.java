package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What was learnt, as changes of a model's weights: `W` becomes another `W`, or `W + scale · B·A`.
///
/// The arrays are not copied.
///
/// @param whole tensors that take the place of the model's, by canonical name
/// @param factors by module, as in [Adapter#lora()]
public record LearntWeights(
        SequencedMap<String, Tensor> whole,
        SequencedMap<String, LoraFactors> factors,
        float scale) {
    public LearntWeights {
        whole = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(whole));
        factors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(factors));
    }

    /// Of an adapter.
    ///
    /// @throws EngineException if it does not fit the model
    public static LearntWeights of(Adapter adapter, LlavaConfig model) throws EngineException {
        adapter.requireFits(model);
        float scale = adapter.info().lora().map(lora -> (float) lora.scale()).orElse(0f);
        return new LearntWeights(adapter.projector(), adapter.lora(), scale);
    }

    /// Of weights that learnt themselves.
    ///
    /// @param tensors by canonical name, shaped as the model's
    public static LearntWeights of(SequencedMap<String, Tensor> tensors) {
        return new LearntWeights(tensors, new LinkedHashMap<>(), 0);
    }
}
