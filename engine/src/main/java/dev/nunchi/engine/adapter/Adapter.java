package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What was learnt on top of a model whose own weights stay as they are.
///
/// @param projector a whole projector by canonical names (`multi_modal_projector.…`), float32;
///   empty if the base's own stays
/// @param lora factors by the name of the linear layer they belong to, e.g.
///   `model.layers.0.self_attn.q_proj`; empty without LoRA
public record Adapter(
        AdapterInfo info,
        SequencedMap<String, Tensor> projector,
        SequencedMap<String, LoraFactors> lora) {

    /// @throws IllegalArgumentException if `info` and the factors contradict each other
    public Adapter {
        projector = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(projector));
        lora = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lora));
        if (info.lora().isPresent() == lora.isEmpty()) {
            throw new IllegalArgumentException("a LoRA configuration and factors come together");
        }
        for (var factors : lora.entrySet()) {
            int rank = info.lora().orElseThrow().rank();
            if (factors.getValue().rank() != rank) {
                throw new IllegalArgumentException(
                        "%s has rank %d, not %d"
                                .formatted(factors.getKey(), factors.getValue().rank(), rank));
            }
        }
    }

    /// The same under another name.
    public Adapter withName(String name) {
        return new Adapter(info.withName(name), projector, lora);
    }

    /// Checks that this adapter belongs to a model.
    ///
    /// @param baseHash the model's
    /// @throws AdapterException `OTHER_BASE` if it was trained on another, `DOES_NOT_FIT` naming
    ///   the first tensor that has no place in this one or another shape
    public void requireBase(String baseHash, LlavaConfig config) throws AdapterException {
        if (!info.baseHash().equals(baseHash)) {
            throw new AdapterException(
                    info.name(),
                    Reason.OTHER_BASE,
                    "was trained on the model %s with the hash %s, this model has %s"
                            .formatted(info.provenance().baseName(), info.baseHash(), baseHash));
        }
        requireFits(config);
    }

    /// Checks names and shapes alone.
    ///
    /// @throws AdapterException `DOES_NOT_FIT`
    public void requireFits(LlavaConfig config) throws AdapterException {
        var expected = ExpectedTensors.of(config);
        for (var tensor : projector.entrySet()) {
            require(tensor.getKey(), tensor.getValue().shape(), expected.get(tensor.getKey()));
        }
        if (!projector.isEmpty()) {
            for (String name : expected.keySet()) {
                if (name.startsWith(AdapterNames.PROJECTOR) && !projector.containsKey(name)) {
                    throw misfit("its projector has no " + name);
                }
            }
        }
        for (var factors : lora.entrySet()) {
            var shape = Shape.of(factors.getValue().outputs(), factors.getValue().inputs());
            require(factors.getKey(), shape, expected.get(factors.getKey() + ".weight"));
        }
    }

    private void require(String name, Shape found, @Nullable Shape wanted) throws AdapterException {
        if (wanted == null) {
            throw misfit("the model has no " + name);
        }
        if (!wanted.equals(found)) {
            throw misfit("%s is for %s, the model has %s".formatted(name, found, wanted));
        }
    }

    private AdapterException misfit(String problem) {
        return new AdapterException(info.name(), Reason.DOES_NOT_FIT, problem);
    }

    /// All tensors under the names they have in a file, projector first.
    public SequencedMap<String, Tensor> tensors() {
        var all = new LinkedHashMap<String, Tensor>(projector);
        for (Map.Entry<String, LoraFactors> factors : lora.entrySet()) {
            all.put(factors.getKey() + AdapterNames.A, factors.getValue().a());
            all.put(factors.getKey() + AdapterNames.B, factors.getValue().b());
        }
        return all;
    }
}
