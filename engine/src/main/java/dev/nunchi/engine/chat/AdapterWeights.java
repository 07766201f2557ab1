package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LoraGroup;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.runtime.BoundSession;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.Tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Puts an adapter's weights where the sessions of adaptable graphs can use them.
///
/// @param checkpoint the base's
/// @param lowering the decoder's
record AdapterWeights(InferenceRuntime runtime, Checkpoint checkpoint, Lowering lowering) {
    /// @param session of an adaptable projector
    /// @return the caller closes it before the session
    Session projector(Session session, Adapter adapter) throws EngineException {
        return bind(
                session,
                given -> {
                    for (var tensor : adapter.projector().entrySet()) {
                        put(given, tensor.getKey(), tensor.getValue());
                    }
                });
    }

    /// A decoder that answers as an adapter has taught it. Groups without factors get zeros, which
    /// change nothing; without LoRA that is all of them.
    ///
    /// @param session of an adaptable decoder
    /// @param adapter empty for the base's own answers
    /// @return the caller closes it before the session
    Session decoder(Session session, Optional<Adapter> adapter) throws EngineException {
        return bind(
                session,
                given -> {
                    var shapes = ExpectedTensors.of(checkpoint.config());
                    for (var group : LoraGroup.of(checkpoint, lowering)) {
                        var factors = GroupFactors.of(group, shapes, adapter);
                        put(given, DecoderNames.loraA(group.name()), factors.a());
                        put(given, DecoderNames.loraB(group.name()), factors.b());
                    }
                });
    }

    /// One tensor is moved after another: an adapter is not in memory thrice.
    private void put(Map<String, DeviceTensor> given, String name, Tensor values)
            throws DeviceException {
        var tensor = runtime.allocate(values.dtype(), values.shape());
        given.put(name, tensor);
        tensor.write(values);
    }

    private interface Inputs {
        void putInto(Map<String, DeviceTensor> given) throws EngineException;
    }

    private static Session bind(Session session, Inputs inputs) throws EngineException {
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
