package dev.nunchi.engine.error;

import java.util.List;

/// A checkpoint that is whole but asks for something that Nunchi does not build, or another thing
/// that was taken for one.
public final class UnsupportedModelException extends EngineException {
    /// What it is, as far as it decides what helps.
    public enum Reason {
        /// A model with a part, a layout or an option that Nunchi has not.
        FEATURE,
        /// Weights that another program has packed.
        OTHER_PACKING,
        /// A file or folder that holds no model.
        NO_MODEL,
        /// An archive that has to be unpacked first.
        ARCHIVE,
        /// Weights without the folder that they belong to.
        WEIGHTS_ALONE,
        /// A model that makes pictures instead of looking at them.
        PICTURE_MAKER,
        /// An adapter without its base model.
        ADAPTER,
        /// A pickle that names code: more than weights.
        CODE,
        /// A language model that was given a picture.
        BLIND,
        /// No chat template.
        NO_TEMPLATE,
        /// Packing weights that are packed already.
        PACKED
    }

    private final Reason reason;
    private final String what;
    private final List<String> supported;

    /// @param what the unsupported thing as the checkpoint spells it, e.g. `architecture 'mamba'`
    /// @param supported what could stand there instead; may be empty
    public UnsupportedModelException(String what, List<String> supported) {
        this(Reason.FEATURE, what, supported);
    }

    /// @param what what the message is about: a file, a folder, a model
    public UnsupportedModelException(Reason reason, String what, List<String> supported) {
        super(
                supported.isEmpty()
                        ? what + " is not supported"
                        : what + " is not supported; supported: " + String.join(", ", supported));
        this.reason = reason;
        this.what = what;
        this.supported = List.copyOf(supported);
    }

    /// What it is, as far as it decides what helps.
    public Reason reason() {
        return reason;
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
