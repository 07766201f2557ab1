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

    /// Whether the server has done with the request, so that it would say the same again to the
    /// same `Idempotency-Key`. An answer that was cut off on its way may be there whole, and one
    /// that failed is tried again under its key, as OpenAI's own clients do.
    static boolean isAnswer(Reason reason) {
        return switch (reason) {
            case NOT_UNDERSTOOD, ANSWER_TOO_LARGE, REJECTED -> true;
            case NO_KEY,
                    UNKNOWN_HOST,
                    REFUSED,
                    INSECURE,
                    NOT_ALLOWED,
                    NOT_FOUND,
                    BUSY,
                    QUESTION_TOO_LARGE,
                    SERVER_FAILED,
                    CUT,
                    STALLED ->
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
