package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Prompt;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionEvaluation;
import dev.nunchi.engine.eval.CaptionReport;
import dev.nunchi.engine.eval.CaptionedPicture;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.Device;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets a candidate, such as a server, describe pictures that people have described: `nunchi
/// evaluate --captions FILE --candidate WHO`.
///
/// @param device of a model of this computer
record CandidateCaptions(
        CliContext context, CommandSpec spec, BenchmarkOptions options, Device device) {
    /// @return empty if cancelled; the loss is not among the figures
    Optional<CaptionReport> describe(
            String question, List<CaptionedPicture> pictures, ProgressLine progress)
            throws EngineException, TeacherException, StoreException {
        if (options.candidates.size() != 1) {
            throw context.usage(spec, "evaluateOneCandidate");
        }
        var cancel = context.interruption().token();
        var answers = new ArrayList<String>();
        try (var requests = new ServerRequests(context, "evaluate captions")) {
            var candidate =
                    new ModelSpec(context, spec, device, requests, options.keyVariable)
                            .parse(options.candidates.getFirst());
            try (var model = candidate.opener().open()) {
                for (var picture : pictures) {
                    progress.report(Stage.EVALUATING, answers.size(), pictures.size());
                    var prompt =
                            Prompt.of(question, CaptionEvaluation.LONGEST_ANSWER)
                                    .withPicture(picture.picture());
                    var answer = model.reply(prompt, cancel);
                    if (answer.isEmpty()) {
                        return Optional.empty();
                    }
                    answers.add(answer.get());
                }
            }
        }
        var evaluation = new CaptionEvaluation(question, Optional.empty(), pictures);
        return Optional.of(evaluation.reportOn(answers));
    }
}
