package dev.nunchi.engine.error;

import java.util.Optional;

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
    private final Optional<String> format;

    /// @param source the file's name or where the bytes came from
    public PictureException(String source, Reason reason, String problem) {
        super(source + ": " + problem);
        this.source = source;
        this.reason = reason;
        this.format = Optional.empty();
    }

    private PictureException(String source, String format) {
        super(source + ": " + format + " is not supported");
        this.source = source;
        this.reason = Reason.UNSUPPORTED_FORMAT;
        this.format = Optional.of(format);
    }

    /// Of bytes that were recognised and are not decoded.
    ///
    /// @param format its technical name, e.g. `HEIC`, as people of any language write it
    public static PictureException unsupported(String source, String format) {
        return new PictureException(source, format);
    }

    /// The file's name or where the bytes came from.
    public String source() {
        return source;
    }

    /// What a refused format was recognised as.
    public Optional<String> format() {
        return format;
    }

    /// Why it was refused.
    public Reason reason() {
        return reason;
    }
}
