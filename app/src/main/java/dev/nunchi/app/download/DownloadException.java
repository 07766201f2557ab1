package dev.nunchi.app.download;

import dev.nunchi.engine.error.StorageException;

import org.jspecify.annotations.Nullable;

/// A download that cannot go on by itself: the network, the server, the disk, or what was sent.
///
/// What was received stays where it is, unless it is known to be wrong.
public final class DownloadException extends Exception {
    /// What is in the way.
    public enum Reason {
        /// The server gave no answer, or broke off, however often it was asked.
        UNREACHABLE,
        /// The server asks to come back later, and did so too often.
        BUSY,
        /// The server does not have the file.
        NOT_FOUND,
        /// The server wants to know who asks.
        NOT_ALLOWED,
        /// The server answered something that no such server answers.
        BAD_ANSWER,
        /// The server leads around in circles, or to a place that is less safe.
        BAD_REDIRECT,
        /// A file that the model needs is not among those that the server lists.
        INCOMPLETE,
        /// The file is longer or shorter than the server had said.
        WRONG_LENGTH,
        /// The file is not the one whose checksum was published.
        WRONG_CHECKSUM,
        NO_SPACE,
        /// The disk cannot be read or written.
        DISK,
        /// Another Nunchi downloads the same model.
        IN_USE
    }

    private final Reason reason;
    private final String subject;
    private final long bytesNeeded;

    /// @param subject the file or the server that is meant
    public DownloadException(Reason reason, String subject, String problem) {
        this(reason, subject, problem, null);
    }

    /// @param subject the file or the server that is meant
    public DownloadException(
            Reason reason, String subject, String problem, @Nullable Throwable cause) {
        this(reason, subject, 0, subject + ": " + problem, cause);
    }

    private DownloadException(
            Reason reason,
            String subject,
            long bytesNeeded,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.subject = subject;
        this.bytesNeeded = bytesNeeded;
    }

    /// The disk does not take what is to come.
    ///
    /// @param needed bytes that are still to come, with what must stay free
    static DownloadException noSpace(String subject, long needed, long free) {
        return new DownloadException(
                Reason.NO_SPACE,
                subject,
                needed,
                "%s: %d bytes are needed, %d are free".formatted(subject, needed, free),
                null);
    }

    static DownloadException of(StorageException e) {
        boolean full = e.reason() == StorageException.Reason.DISK_FULL;
        return new DownloadException(
                full ? Reason.NO_SPACE : Reason.DISK,
                String.valueOf(e.path().getFileName()),
                e.bytesNeeded(),
                String.valueOf(e.getMessage()),
                e);
    }

    public Reason reason() {
        return reason;
    }

    /// The file or the server that is meant.
    public String subject() {
        return subject;
    }

    /// How many bytes must be free; 0 if that is not known or not what is in the way.
    public long bytesNeeded() {
        return bytesNeeded;
    }
}
