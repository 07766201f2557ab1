package dev.nunchi.engine.error;

/// A data file (JSON, JSON lines, fixture) with something wrong at a place that can be named.
public final class DataException extends EngineException {
    private final String source;
    private final long line;

    /// @param source the file's name
    /// @param line the line, from 1; 0 if it cannot be told
    public DataException(String source, long line, String problem) {
        super(line > 0 ? source + ", line " + line + ": " + problem : source + ": " + problem);
        this.source = source;
        this.line = line;
    }

    /// The file's name.
    public String source() {
        return source;
    }

    /// The line, from 1; 0 if it cannot be told.
    public long line() {
        return line;
    }
}
