package dev.nunchi.engine.data;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// A folder of data that a test writes.
record DataFolder(Path path) {
    /// A GIF of one white pixel.
    private static final byte[] PIXEL =
            HexFormat.of()
                    .parseHex(
                            "47494638396101000100800000ffffffffffff2c000000000100010000"
                                    + "02024401003b");

    /// Writes pictures of one pixel.
    DataFolder withPictures(String... names) {
        for (String name : names) {
            write(name, PIXEL);
        }
        return this;
    }

    /// Writes a text file.
    Path file(String name, String... lines) {
        return write(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a file.
    Path write(String name, byte[] bytes) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dataset read(Path file) throws EngineException {
        return read(file, DataOptions.defaults());
    }

    static Dataset read(Path file, DataOptions options) throws EngineException {
        return Datasets.read(file, options, Progress.NONE, CancelToken.none());
    }

    /// The reasons of all problems, in order.
    static List<RowProblem.Reason> reasons(Dataset data) {
        return data.problems().stream().map(RowProblem::reason).toList();
    }

    /// What the assistant says in each sample.
    static List<String> answers(Dataset data) {
        return data.samples().stream().map(Sample::firstAnswer).toList();
    }
}
