package dev.nunchi.app.server;

/// A server that could not be started.
public final class ServerException extends Exception {
    private static final long serialVersionUID = 1;

    /// What is wrong, as far as it decides what helps.
    public enum Reason {
        /// Another program listens there.
        PORT_TAKEN,
        /// This computer has no such address, or it may not listen there.
        NO_ADDRESS,
        /// Others would reach it, and it has no key.
        KEY_MISSING
    }

    private final Reason reason;
    private final String place;

    /// @param place host and port
    ServerException(Reason reason, String place, String detail) {
        super(detail);
        this.reason = reason;
        this.place = place;
    }

    public Reason reason() {
        return reason;
    }

    /// Host and port.
    public String place() {
        return place;
    }
}
