package dev.nunchi.app.curate;

import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.TextFileWriter;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    private final TextFileWriter output;

    private RefusalWriter(TextFileWriter output) {
        this.output = output;
    }

    static RefusalWriter create(Path file) throws StorageException {
        return new RefusalWriter(TextFileWriter.create(file));
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
        output.write(JsonMapper.shared().writeValueAsString(json) + "\n");
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }

    /// Puts the whole file in place. Nothing is written after this.
    void publish() throws StorageException {
        output.publish();
    }

    @Override
    public void close() throws StorageException {
        output.close();
    }
}
