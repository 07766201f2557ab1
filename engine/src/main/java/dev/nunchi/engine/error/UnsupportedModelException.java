package dev.nunchi.engine.error;

import java.util.List;

/// A checkpoint that is whole but asks for something that Nunchi does not build.
public final class UnsupportedModelException extends EngineException {
    private final String what;
    private final List<String> supported;

    /// @param what the unsupported thing as the checkpoint spells it, e.g. `architecture 'mamba'`
    /// @param supported what could stand there instead; may be empty
    public UnsupportedModelException(String what, List<String> supported) {
        super(
                supported.isEmpty()
                        ? what + " is not supported"
                        : what + " is not supported; supported: " + String.join(", ", supported));
        this.what = what;
        this.supported = List.copyOf(supported);
    }

    /// The unsupported thing as the checkpoint spells it.
    public String what() {
        return what;
    }

    /// What could stand there instead; may be empty.
    public List<String> supported() {
        return supported;
    }
}
