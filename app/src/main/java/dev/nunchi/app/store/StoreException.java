package dev.nunchi.app.store;

/// What the program keeps cannot be read or written.
public final class StoreException extends Exception {
    /// Why.
    public enum Reason {
        DISK_FULL,
        /// Another program holds the database.
        LOCKED,
        /// Written by a newer version of this program.
        NEWER_SCHEMA,
        DAMAGED,
        NOT_PERMITTED,
        FAILED
    }

    private final Reason reason;

    public StoreException(Reason reason, String problem) {
        super(problem);
        this.reason = reason;
    }

    public StoreException(Reason reason, String problem, Throwable cause) {
        super(problem, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
