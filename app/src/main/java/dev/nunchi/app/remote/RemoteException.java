package dev.nunchi.app.remote;

import dev.nunchi.app.settings.Endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// A server did not answer as it should. Never holds a key.
public final class RemoteException extends Exception {
    private static final long serialVersionUID = 1;

    /// What is wrong, as far as it can be told from here.
    public enum Reason {
        /// The environment variable that should hold the key is not set.
        NO_KEY,
        /// No computer has that name.
        UNKNOWN_HOST,
        /// Nothing listens there.
        REFUSED,
        /// The connection could not be made safe.
        INSECURE,
        /// The key is missing or wrong.
        NOT_ALLOWED,
        /// There is no such address or model.
        NOT_FOUND,
        /// The server wants to be asked less often.
        BUSY,
        /// The server does not take so much at once.
        QUESTION_TOO_LARGE,
        /// The server does not take the question for another reason.
        REJECTED,
        /// The server failed.
        SERVER_FAILED,
        /// What came is not what the API says.
        NOT_UNDERSTOOD,
        /// The connection ended in the middle of the answer.
        CUT,
        /// Nothing came for too long.
        STALLED,
        /// The answer does not end.
        ANSWER_TOO_LARGE
    }

    private final Reason reason;
    private final String endpoint;
    private final String host;
    private final String serverSays;
    private final @Nullable Duration retryAfter;

    /// @param serverSays the server's own words; empty for none
    public RemoteException(Reason reason, Endpoint endpoint, String detail, String serverSays) {
        super(detail);
        this.reason = reason;
        this.endpoint = endpoint.name();
        this.host = endpoint.host();
        this.serverSays = serverSays;
        this.retryAfter = null;
    }

    private RemoteException(RemoteException refusal, Duration retryAfter) {
        super(refusal.getMessage());
        this.reason = refusal.reason;
        this.endpoint = refusal.endpoint;
        this.host = refusal.host;
        this.serverSays = refusal.serverSays;
        this.retryAfter = retryAfter;
    }

    /// The same refusal by a server that says how long to wait.
    RemoteException withRetryAfter(Duration pause) {
        return new RemoteException(this, pause);
    }

    static RemoteException stalled(Endpoint endpoint, Duration silence) {
        return new RemoteException(
                Reason.STALLED, endpoint, "nothing came for " + silence.toSeconds() + " s", "");
    }

    static RemoteException notUnderstood(Endpoint endpoint, String detail) {
        return new RemoteException(Reason.NOT_UNDERSTOOD, endpoint, detail, "");
    }

    public Reason reason() {
        return reason;
    }

    /// The endpoint's name.
    public String endpoint() {
        return endpoint;
    }

    /// Computer and port that were asked.
    public String host() {
        return host;
    }

    /// The server's own words, for the person to read; empty for none.
    public String serverSays() {
        return serverSays;
    }

    /// How long the server wants to be left alone (`Retry-After`), if it says so.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
