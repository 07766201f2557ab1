package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;

/// A row that cannot be learnt from; becomes a [RowProblem] where rows are counted.
final class RefusedRowException extends Exception {
    private final transient Reason reason;
    private final String detail;

    RefusedRowException(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
