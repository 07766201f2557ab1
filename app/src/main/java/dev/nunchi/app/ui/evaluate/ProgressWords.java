package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.EvaluationListener.Phase;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.engine.progress.Stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// How far an evaluation is, in words; for the page and for what is seen of it from others.
public record ProgressWords(EvaluateState state, Messages messages) {
    private static final Doing NOTHING =
            new Doing.Preparing(new JobProgress(Stage.READING_DATA, 0, 0));

    /// What the evaluation is known by; empty while there is none.
    public String name() {
        return state.shown().map(it -> OrderWords.name(it.order(), messages)).orElse("");
    }

    /// `0..1`, or -1 if not known.
    public double fraction() {
        return at().fraction();
    }

    /// What is being done, by whom.
    public String doing() {
        if (state instanceof EvaluateState.Pausing) {
            return messages.text("evaluation.pausing");
        }
        return switch (at()) {
            case Doing.Preparing(var progress) ->
                    StageWords.of(progress.stage(), progress.fraction(), messages);
            case Doing.Training(var arm, _, _) ->
                    messages.text(
                            "evaluation.doing.training",
                            messages.text("evaluate.arm." + arm.word()));
            case Doing.Asking(var phase, _, _) -> doing(phase);
        };
    }

    private String doing(Phase phase) {
        return switch (phase) {
            case Phase.Answering(String who) ->
                    messages.text("evaluation.doing.answering", named(who));
            case Phase.Referencing(String who) ->
                    messages.text("evaluation.doing.referencing", who);
            case Phase.Testing(String who) -> messages.text("evaluation.doing.testing", who);
            case Phase.Judging(String judge, String who) ->
                    messages.text("evaluation.doing.judging", judge, named(who));
        };
    }

    /// Candidates of an ablation are called as its arms.
    private String named(String candidate) {
        boolean arms = state.shown().filter(it -> it.order().ablation().isPresent()).isPresent();
        return arms ? messages.text("evaluate.arm." + candidate) : candidate;
    }

    /// What is done of how much, and how long the rest takes.
    public String figures() {
        var facts = new ArrayList<String>();
        switch (at()) {
            case Doing.Preparing _ -> {}
            case Doing.Training(_, long step, long steps) ->
                    facts.add(messages.text("evaluation.steps.done", step, steps));
            case Doing.Asking(_, long done, long total) ->
                    facts.add(messages.text("evaluation.replies.done", done, total));
        }
        left().ifPresent(time ->
                facts.add(messages.text("generate.left", messages.formats().duration(time))));
        return String.join("  ·  ", facts);
    }

    private Optional<Duration> left() {
        return state instanceof EvaluateState.Running(_, _, var left) ? left : Optional.empty();
    }

    private Doing at() {
        return switch (state) {
            case EvaluateState.Running(_, var doing, _) -> doing;
            case EvaluateState.Pausing(_, var doing) -> doing;
            case EvaluateState.Paused(_, var doing) -> doing;
            case EvaluateState.Choosing _, EvaluateState.Finished _, EvaluateState.Failed _ ->
                    NOTHING;
        };
    }
}
