package dev.nunchi.engine.error;

import java.nio.file.Path;
import java.util.Optional;

/// A checkpoint file that is damaged, cut short, incomplete or contradicts itself.
public final class CheckpointException extends EngineException {
    /// What is wrong, as far as it decides what helps.
    public enum Reason {
        /// Cut short, altered or contradicting itself: get the file again.
        DAMAGED,
        /// Whole files that do not belong together, or leave something out: get all of them again.
        CONTRADICTION,
        /// A file that belongs to the model is not there: add it.
        MISSING,
        /// A few lines of text in a weight file's place, Git LFS's or a web page: get the file
        /// itself.
        PLACEHOLDER,
        /// A link that leads nowhere or to itself: put the file in its place.
        BROKEN_LINK,
        /// It names a file outside of the model's folder: do not trust it.
        ESCAPES,
        /// What the model has learnt itself is damaged, or was learnt on other weights: get the
        /// folder again.
        OWN_ADAPTER
    }

    private final Path file;
    private final String tensor;
    private final Reason reason;

    /// @param file the file that was being read
    /// @param problem what was found and what was expected
    public CheckpointException(Path file, String problem) {
        super(file.getFileName() + ": " + problem);
        this.file = file;
        this.tensor = "";
        this.reason = Reason.DAMAGED;
    }

    /// @param tensor the tensor's name in the file
    public CheckpointException(Path file, String tensor, String problem) {
        this(file, tensor, Reason.DAMAGED, problem);
    }

    /// @param tensor the tensor's name in the file
    public CheckpointException(Path file, String tensor, Reason reason, String problem) {
        super(file.getFileName() + ": tensor '" + tensor + "': " + problem);
        this.file = file;
        this.tensor = tensor;
        this.reason = reason;
    }

    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file.getFileName() + ": " + problem, cause);
        this.file = file;
        this.tensor = "";
        this.reason = Reason.DAMAGED;
    }

    public CheckpointException(Path file, Reason reason, String problem) {
        super(file.getFileName() + ": " + problem);
        this.file = file;
        this.tensor = "";
        this.reason = reason;
    }

    /// What is wrong, as far as it decides what helps.
    public Reason reason() {
        return reason;
    }

    /// The file that was being read.
    public Path file() {
        return file;
    }

    /// The tensor concerned, if one is.
    public Optional<String> tensor() {
        return tensor.isEmpty() ? Optional.empty() : Optional.of(tensor);
    }
}
