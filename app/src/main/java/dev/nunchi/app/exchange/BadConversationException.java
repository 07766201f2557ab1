package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;

/// A conversation of a file cannot be taken over.
final class BadConversationException extends Exception {
    private final Reason reason;

    BadConversationException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    ImportProblem at(int number, String title) {
        return new ImportProblem(number, title, reason, String.valueOf(getMessage()));
    }
}
