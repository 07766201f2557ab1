package dev.nunchi.app.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much a disk still takes.
@FunctionalInterface
public interface Space {
    /// What the system says.
    Space OF_DISK = folder -> Files.getFileStore(folder).getUsableSpace();

    /// Bytes that can be written.
    ///
    /// @param folder an existing one of the disk that is meant
    long usable(Path folder) throws IOException;
}
