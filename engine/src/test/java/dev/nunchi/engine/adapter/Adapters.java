package dev.nunchi.engine.adapter;

import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Small adapters for tests.
final class Adapters {
    static final String BASE = "0123456789abcdef".repeat(4);
    static final int RANK = 2;

    private Adapters() {}

    /// A projector bias and factors of one layer's query, filled with random numbers.
    static Adapter small(String name) {
        var random = new Random(5);
        var projector = new LinkedHashMap<String, Tensor>();
        projector.put("multi_modal_projector.linear_1.bias", tensor(random, 6));
        var lora = new LinkedHashMap<String, LoraFactors>();
        lora.put(
                LoraTarget.Q_PROJ.moduleName(0),
                new LoraFactors(tensor(random, RANK, 4), tensor(random, 6, RANK)));
        return new Adapter(info(name), projector, lora);
    }

    static AdapterInfo info(String name) {
        var settings = new TreeMap<String, String>();
        settings.put("learningRate", "0.001");
        var versions = new TreeMap<String, String>();
        versions.put("nunchi", "0.1");
        return new AdapterInfo(
                name,
                BASE,
                Optional.of(new LoraConfig(RANK, 4, Set.of(LoraTarget.Q_PROJ))),
                Optional.of("{{ messages }}"),
                new Provenance(
                        "base model", Optional.of("feed"), OptionalLong.of(7), settings, versions));
    }

    static Tensor tensor(Random random, long... dims) {
        var shape = Shape.of(dims);
        var values = new float[(int) shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(shape, values);
    }
}
