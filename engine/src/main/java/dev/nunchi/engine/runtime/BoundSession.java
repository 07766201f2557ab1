package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;

import java.util.HashMap;
import java.util.Map;

/// A session some of whose inputs are given once and for all, e.g. an adapter's weights.
///
/// Several may share one session. Owns the given inputs, not the session; close it before the
/// session.
public final class BoundSession implements Session {
    private final Session session;
    private final Map<String, DeviceTensor> given;

    /// @param given by the graph's input names
    public BoundSession(Session session, Map<String, DeviceTensor> given) {
        this.session = session;
        this.given = Map.copyOf(given);
    }

    /// @param inputs the others
    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        var all = new HashMap<String, DeviceTensor>(given);
        all.putAll(inputs);
        session.run(all, outputs);
    }

    @Override
    public void close() {
        given.values().forEach(DeviceTensor::close);
    }
}
