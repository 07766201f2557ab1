package dev.nunchi.app.paid;

import dev.nunchi.app.remote.RemoteException.Reason;

/// What failures of servers mean for whoever pays.
final class Failures {
    private Failures() {}

    /// Whether the same request may be answered later.
    static boolean mayPass(Reason reason) {
        return switch (reason) {
            case BUSY, SERVER_FAILED, NOT_UNDERSTOOD, CUT, STALLED, REFUSED -> true;
            case NO_KEY,
                    UNKNOWN_HOST,
                    INSECURE,
                    NOT_ALLOWED,
                    NOT_FOUND,
                    QUESTION_TOO_LARGE,
                    REJECTED,
                    ANSWER_TOO_LARGE ->
                    false;
        };
    }

    /// Whether the request surely reached no model. Of the others nobody here can tell: a server
    /// may charge for words that never arrived.
    static boolean isFree(Reason reason) {
        return switch (reason) {
            case NO_KEY,
                    UNKNOWN_HOST,
                    REFUSED,
                    INSECURE,
                    NOT_ALLOWED,
                    NOT_FOUND,
                    BUSY,
                    QUESTION_TOO_LARGE,
                    REJECTED ->
                    true;
            case SERVER_FAILED, NOT_UNDERSTOOD, CUT, STALLED, ANSWER_TOO_LARGE -> false;
        };
    }
}
