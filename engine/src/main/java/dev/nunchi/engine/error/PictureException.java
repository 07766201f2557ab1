package dev.nunchi.engine.error;

/// A picture that cannot be decoded.
public final class PictureException extends EngineException {
    /// Why a picture was refused.
    public enum Reason {
        /// The bytes are of a format that Nunchi does not decode; the message names it if known.
        UNSUPPORTED_FORMAT,
        /// The bytes end early or contradict themselves.
        DAMAGED,
        /// More pixels than the limit that guards against decompression bombs.
        TOO_LARGE,
        /// The file cannot be read.
        UNREADABLE
    }

    private final String source;
    private final Reason reason;

    /// @param source the file's name or where the bytes came from
    public PictureException(String source, Reason reason, String problem) {
        super(source + ": " + problem);
        this.source = source;
        this.reason = reason;
    }

    /// The file's name or where the bytes came from.
    public String source() {
        return source;
    }

    /// Why it was refused.
    public Reason reason() {
        return reason;
    }
}
