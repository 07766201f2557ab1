package dev.nunchi.app.curate;

import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes why rows were refused, as JSON lines; the file appears when it is whole.
///
/// ```
/// {"id", "score", "findings": [{"check", "score", "detail", "turn"}]}
/// {"row", "problem", "detail"}
/// ```
///
/// The second form is that of rows that cannot be read; their number counts from 1.
final class RefusalWriter implements AutoCloseable {
    private static final double THOUSANDTHS = 1e3;

    private final Path file;
    private final Path part;
    private final BufferedWriter output;

    private RefusalWriter(Path file, Path part, BufferedWriter output) {
        this.file = file;
        this.part = part;
        this.output = output;
    }

    static RefusalWriter create(Path file) throws StorageException {
        Path part = Storage.partOf(file);
        try {
            return new RefusalWriter(
                    file, part, Files.newBufferedWriter(part, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    void write(Verdict verdict) throws StorageException {
        var json = JsonMapper.shared().createObjectNode();
        json.put("id", verdict.row().id()).put("score", rounded(verdict.score()));
        var findings = json.putArray("findings");
        for (var finding : verdict.findings()) {
            var one = findings.addObject();
            one.put("check", finding.check().word())
                    .put("score", rounded(finding.score()))
                    .put("detail", finding.detail());
            finding.turn().ifPresent(turn -> one.put("turn", turn));
        }
        line(json);
    }

    void write(RowProblem problem) throws StorageException {
        line(
                JsonMapper.shared()
                        .createObjectNode()
                        .put("row", problem.row())
                        .put("problem", problem.reason().name())
                        .put("detail", problem.detail()));
    }

    private void line(JsonNode json) throws StorageException {
        try {
            output.write(JsonMapper.shared().writeValueAsString(json));
            output.write('\n');
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }

    /// Puts the whole file in place. Nothing is written after this.
    void publish() throws StorageException {
        try {
            output.close();
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    @Override
    public void close() throws StorageException {
        try {
            output.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }
}
