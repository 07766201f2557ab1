package dev.nunchi.app.teach;

/// A field of a row that is not there or does not hold what it should; becomes a
/// [dev.nunchi.engine.data.RowProblem] where rows are counted.
final class BadFieldException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param field as the row spells it
    BadFieldException(String field) {
        super(field);
    }
}
