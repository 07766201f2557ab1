package dev.nunchi.engine.error;

/// An adapter that cannot be used: damaged, of a kind that Nunchi has not, or not for this model.
public final class AdapterException extends EngineException {
    /// Why it was refused.
    public enum Reason {
        /// A file is missing, damaged or contradicts another.
        DAMAGED,
        /// Whole, but made by a method that Nunchi does not build.
        UNSUPPORTED,
        /// It was trained on another model.
        OTHER_BASE,
        /// Its tensors have no place in this model, or other shapes.
        DOES_NOT_FIT
    }

    private final String adapter;
    private final Reason reason;

    /// @param adapter its name
    public AdapterException(String adapter, Reason reason, String problem) {
        super("adapter " + adapter + ": " + problem);
        this.adapter = adapter;
        this.reason = reason;
    }

    /// Its name.
    public String adapter() {
        return adapter;
    }

    public Reason reason() {
        return reason;
    }
}
