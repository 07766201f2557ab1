package dev.nunchi.app.teach;

import java.util.Optional;

/// A teacher that cannot go on.
public final class TeacherException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why.
    public enum Reason {
        /// The server does not answer as it should: see the cause, a
        /// [dev.nunchi.app.remote.RemoteException].
        SERVER,
        /// The tokens or the money that may be spent are spent.
        BUDGET,
        /// What was paid for cannot be kept: the cause is a [dev.nunchi.app.store.StoreException].
        LEDGER,
        /// The local model failed: the cause is a [dev.nunchi.engine.error.EngineException].
        MODEL
    }

    private final Reason reason;

    public TeacherException(Reason reason, String problem) {
        super(problem);
        this.reason = reason;
    }

    public TeacherException(Reason reason, Exception cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The cause, if it is of a kind.
    public <X extends Exception> Optional<X> cause(Class<X> kind) {
        return Optional.ofNullable(getCause()).filter(kind::isInstance).map(kind::cast);
    }
}
