package dev.nunchi.engine.error;

import java.nio.file.Path;
import java.util.Optional;

/// A checkpoint file that is damaged, cut short, incomplete or contradicts itself.
///
/// What helps: copy or download the file again.
public final class CheckpointException extends EngineException {
    private final Path file;
    private final String tensor;

    /// @param file the file that was being read
    /// @param problem what was found and what was expected
    public CheckpointException(Path file, String problem) {
        super(file.getFileName() + ": " + problem);
        this.file = file;
        this.tensor = "";
    }

    /// @param tensor the tensor's name in the file
    public CheckpointException(Path file, String tensor, String problem) {
        super(file.getFileName() + ": tensor '" + tensor + "': " + problem);
        this.file = file;
        this.tensor = tensor;
    }

    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file.getFileName() + ": " + problem, cause);
        this.file = file;
        this.tensor = "";
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
