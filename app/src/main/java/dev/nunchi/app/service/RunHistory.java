package dev.nunchi.app.service;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.StepReport;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// What a run told so far, in the order of its log.
public record RunHistory(
        List<StepReport> steps, List<EvaluationReport> evaluations, List<SampleReport> samples) {
    public static final RunHistory EMPTY = new RunHistory(List.of(), List.of(), List.of());

    private static final ObjectReader JSON = JsonMapper.shared().reader();

    public RunHistory {
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
        samples = List.copyOf(samples);
    }

    /// Reads a run's log; lines that are cut off or of no known kind are passed over.
    static RunHistory read(RunFolder run) throws StorageException {
        if (!Files.exists(run.log())) {
            return EMPTY;
        }
        var steps = new ArrayList<StepReport>();
        var evaluations = new ArrayList<EvaluationReport>();
        var samples = new ArrayList<SampleReport>();
        try (var lines = Files.newBufferedReader(run.log())) {
            for (var row : rows(lines)) {
                switch (row.path("kind").asString("")) {
                    case "step" -> add(row, StepReport.class, steps);
                    case "evaluation" -> add(row, EvaluationReport.class, evaluations);
                    case "sample" -> add(row, SampleReport.class, samples);
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw StorageException.of(run.log(), "reading the log", e);
        }
        return new RunHistory(steps, evaluations, samples);
    }

    private static List<JsonNode> rows(BufferedReader lines) throws IOException {
        var rows = new ArrayList<JsonNode>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                rows.add(JSON.readTree(line));
            } catch (JacksonException _) {
                // A killed process may have left half a line.
            }
        }
        return rows;
    }

    private static <T extends Record> void add(JsonNode row, Class<T> type, List<T> reports) {
        var fields = row.asObject().deepCopy();
        fields.remove("kind");
        try {
            reports.add(JsonMapper.shared().treeToValue(fields, type));
        } catch (JacksonException _) {
            // Of another version of the program, with other fields: not worth losing the rest.
        }
    }
}
