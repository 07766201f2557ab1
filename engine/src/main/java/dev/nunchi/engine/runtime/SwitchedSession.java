package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;

import java.util.Map;

/// Two forms of one graph as one session: one for few rows, one for many.
///
/// Owns both.
///
/// @param few runs where `input` has fewer than `least` rows
/// @param many runs where it has as many or more
/// @param input `[B, S, D]`
/// @param least `S` from which `many` is the quicker
public record SwitchedSession(Session few, Session many, String input, int least)
        implements Session {
    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        of(inputs).run(inputs, outputs);
    }

    @Override
    public void runAndRelease(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        of(inputs).runAndRelease(inputs, outputs);
    }

    private Session of(Map<String, DeviceTensor> inputs) {
        var tensor = inputs.get(input);
        if (tensor == null) {
            throw new IllegalArgumentException("no " + input + " among " + inputs.keySet());
        }
        return tensor.shape().dim(1) < least ? few : many;
    }

    @Override
    public void close() {
        few.close();
        many.close();
    }
}
