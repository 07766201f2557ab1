package dev.nunchi.app.server.schema;

/// A JSON Schema that answers cannot be kept to.
public final class SchemaException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message names the place and the keyword
    SchemaException(String place, String message) {
        super("schema at " + (place.isEmpty() ? "/" : place) + ": " + message);
    }
}
