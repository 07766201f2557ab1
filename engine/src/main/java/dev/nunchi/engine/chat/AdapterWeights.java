package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.runtime.BoundSession;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Puts an adapter's weights where the sessions of adaptable graphs can use them.
///
/// @param config the base's
record AdapterWeights(InferenceRuntime runtime, LlavaConfig config) {
    private static final int LOWEST_RANK = 1;

    /// @param session of an adaptable projector
    /// @return the caller closes it before the session
    Session projector(Session session, Adapter adapter) throws DeviceException {
        return bind(
                session,
                given -> {
                    for (var tensor : adapter.projector().entrySet()) {
                        put(given, tensor.getKey(), tensor.getValue());
                    }
                });
    }

    /// A decoder that answers as an adapter has taught it. Layers without factors get zeros, which
    /// change nothing; without LoRA that is all of them.
    ///
    /// @param session of an adaptable decoder
    /// @param adapter empty for the base's own answers
    /// @return the caller closes it before the session
    Session decoder(Session session, Optional<Adapter> adapter) throws DeviceException {
        return bind(
                session,
                given -> {
                    var shapes = ExpectedTensors.of(config);
                    for (int n = 0; n < config.language().numLayers(); n++) {
                        for (var target : LoraTarget.values()) {
                            String layer = target.moduleName(n);
                            var shape = shapes.get(layer + ".weight");
                            if (shape != null) {
                                put(given, layer, shape, adapter);
                            }
                        }
                    }
                });
    }

    private void put(
            Map<String, DeviceTensor> given, String layer, Shape shape, Optional<Adapter> adapter)
            throws DeviceException {
        var lora = adapter.flatMap(a -> a.info().lora());
        var factors = adapter.map(a -> a.lora().get(layer));
        int rank = lora.map(config -> config.rank()).orElse(LOWEST_RANK);
        float scale = lora.map(config -> (float) config.scale()).orElse(0f);
        put(
                given,
                DecoderNames.loraA(layer),
                factors.map(f -> transposed(f.a(), 1)).orElse(zeros(shape.dim(1), rank)));
        put(
                given,
                DecoderNames.loraB(layer),
                factors.map(f -> transposed(f.b(), scale)).orElse(zeros(rank, shape.dim(0))));
    }

    private static Tensor zeros(long... dims) {
        var shape = Shape.of(dims);
        return Tensor.ofFloats(shape, new float[Math.toIntExact(shape.count())]);
    }

    /// `scale · mᵀ`.
    private static Tensor transposed(Tensor m, float scale) {
        int rows = Math.toIntExact(m.shape().dim(0));
        int columns = Math.toIntExact(m.shape().dim(1));
        var values = m.toFloats();
        var result = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                result[c * rows + r] = scale * values[r * columns + c];
            }
        }
        return Tensor.ofFloats(Shape.of(columns, rows), result);
    }

    /// One tensor is moved after another: an adapter is not in memory thrice.
    private void put(Map<String, DeviceTensor> given, String name, Tensor values)
            throws DeviceException {
        var tensor = runtime.allocate(values.dtype(), values.shape());
        given.put(name, tensor);
        tensor.write(values);
    }

    private interface Inputs {
        void putInto(Map<String, DeviceTensor> given) throws DeviceException;
    }

    private static Session bind(Session session, Inputs inputs) throws DeviceException {
        var given = new HashMap<String, DeviceTensor>();
        boolean whole = false;
        try {
            inputs.putInto(given);
            whole = true;
            return new BoundSession(session, given);
        } finally {
            if (!whole) {
                given.values().forEach(DeviceTensor::close);
            }
        }
    }
}
