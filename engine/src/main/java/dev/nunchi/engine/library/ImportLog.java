package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.WeightError;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which pieces of an import are on the disk, so that one that was killed can go on.
///
/// The first line is the plan's fingerprint, every other one a finished piece: `NUMBER CRC32C
/// SQUARED_ERROR SQUARED_SUM`. A line that was cut short counts as none.
final class ImportLog implements Closeable {
    /// Its name in the unfinished model's folder.
    static final String FILE = "import.log";

    private final Map<Integer, Entry> finished = new HashMap<>();
    private final BufferedWriter out;

    /// @param checksum CRC32C of the piece's bytes
    record Entry(long checksum, WeightError error) {}

    private ImportLog(Path file, List<String> lines) throws IOException {
        for (var line : lines) {
            read(line);
        }
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Whether an unfinished import in a folder is one of this plan.
    static boolean continues(Path folder, String fingerprint) {
        var file = folder.resolve(FILE);
        try (var lines = Files.lines(file)) {
            return lines.findFirst().equals(Optional.of(fingerprint));
        } catch (IOException _) {
            // No log, or none that can be read: nothing to go on with.
            return false;
        }
    }

    /// Goes on with the log of an existing folder, or begins one.
    static ImportLog open(Path folder, String fingerprint) throws IOException {
        var file = folder.resolve(FILE);
        if (continues(folder, fingerprint)) {
            return new ImportLog(file, Files.readAllLines(file).stream().skip(1).toList());
        }
        Files.writeString(file, fingerprint + "\n");
        return new ImportLog(file, List.of());
    }

    private void read(String line) {
        var fields = line.split(" ", -1);
        if (fields.length != 5 || !fields[4].equals(".")) {
            return;
        }
        try {
            var error =
                    new WeightError(Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
            finished.put(Integer.parseInt(fields[0]), new Entry(Long.parseLong(fields[1]), error));
        } catch (NumberFormatException _) {
            // Written by half when the power failed: the piece is made again.
        }
    }

    /// A piece that is said to be there.
    Optional<Entry> find(int piece) {
        return Optional.ofNullable(finished.get(piece));
    }

    void add(int piece, Entry entry) throws IOException {
        // A line break first: what a killed import wrote of a line stays a line of its own.
        out.write(
                "\n%d %d %s %s ."
                        .formatted(
                                piece,
                                entry.checksum(),
                                entry.error().squaredError(),
                                entry.error().squaredSum()));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
