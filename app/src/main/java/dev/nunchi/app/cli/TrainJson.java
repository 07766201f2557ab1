package dev.nunchi.app.cli;

import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunResult;

import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;

/// What `nunchi train` prints besides reports, as lines of JSON; the words of their keys are an
/// interface that scripts rely on.
final class TrainJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private TrainJson() {}

    static String of(RunEstimate estimate) {
        var json = MAPPER.createObjectNode();
        json.put("rows", estimate.rows());
        json.put("targetTokens", estimate.targetTokens());
        json.put("steps", estimate.steps());
        json.put("memoryBytes", estimate.memoryBytes());
        json.put("estimatedSeconds", estimate.featureSeconds() + estimate.seconds());
        json.put("featureSeconds", estimate.featureSeconds());
        json.put("validationRows", estimate.validationRows());
        json.put("skippedRows", estimate.skippedRows());
        json.put("freeBytes", estimate.freeBytes());
        json.put("fits", estimate.fits());
        json.put("batchThatFits", estimate.batchThatFits());
        json.putObject("plan")
                .put("weights", lower(estimate.plan().weights()))
                .put("activations", lower(estimate.plan().activations()));
        var problems = json.putArray("problems");
        estimate.problems()
                .forEach(problem ->
                        problems.addObject()
                                .put("file", problem.file().toString())
                                .put("row", problem.row())
                                .put("reason", lower(problem.reason()))
                                .put("detail", problem.detail()));
        return MAPPER.writeValueAsString(json);
    }

    static String of(String run, RunResult result) {
        var json = MAPPER.createObjectNode();
        json.put("kind", "result");
        json.put("run", run);
        json.put("end", lower(result.end()));
        json.put("step", result.step());
        result.bestLoss().ifPresent(loss -> json.put("bestLoss", loss));
        result.adapter().ifPresent(folder -> json.put("adapter", folder.toString()));
        result.model().ifPresent(folder -> json.put("model", folder.toString()));
        return MAPPER.writeValueAsString(json);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
