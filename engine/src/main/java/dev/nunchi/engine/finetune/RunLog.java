package dev.nunchi.engine.finetune;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;

/// A run's reports, one a line of JSON, as they come.
final class RunLog implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final BufferedWriter writer;

    private RunLog(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /// Goes on with a log, without what it says of steps that will be made again.
    ///
    /// @param step the last that was made
    static RunLog open(Path file, long step) throws StorageException {
        try {
            if (Files.exists(file)) {
                keepUpTo(file, step);
            }
            return new RunLog(
                    file,
                    Files.newBufferedWriter(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw StorageException.of(file, "opening the log", e);
        }
    }

    private static void keepUpTo(Path file, long step) throws IOException {
        var kept = new ArrayList<String>();
        for (var line : Files.readAllLines(file)) {
            if (isUpTo(line, step)) {
                kept.add(line);
            }
        }
        var part = Storage.partOf(file);
        Files.write(part, kept);
        Storage.publish(part, file);
    }

    /// A killed process may have left half a line.
    private static boolean isUpTo(String line, long step) {
        try {
            return JSON.readTree(line).path("step").asLong(Long.MAX_VALUE) <= step;
        } catch (JacksonException e) {
            return false;
        }
    }

    void write(RunReport report) throws StorageException {
        try {
            writer.write(report.toJson());
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw StorageException.of(file, "writing the log", e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            writer.close();
        } catch (IOException e) {
            throw StorageException.of(file, "closing the log", e);
        }
    }
}
