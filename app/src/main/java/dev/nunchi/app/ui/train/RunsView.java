package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.PastWork;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.engine.finetune.RunSummary;

import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;

import java.util.ArrayList;
import java.util.Optional;

/// Earlier runs: how far they came, and what can be done with each.
final class RunsView extends StackPane {
    private final TrainViewModel page;
    private final Messages messages;
    private final PastWork list;

    RunsView(TrainViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        list = new PastWork(messages.text("train.runs.title"), "train-runs");
        getChildren().add(list);
        WhileShown.follow(this, page.runs(), this::show);
        WhileShown.follow(this, page.run().stateProperty(), _ -> show());
    }

    private void show() {
        list.show(page.runs().stream().map(this::item).toList(), messages.text("train.runs.empty"));
    }

    private PastWork.Item item(RunSummary run) {
        var acts = new ArrayList<Button>();
        if (run.canResume()) {
            acts.add(act(run, "train.runs.resume", () -> page.resume(run)));
        }
        acts.add(act(run, "train.runs.open", () -> page.open(run)));
        if (!run.running()) {
            var remove = act(run, "train.runs.remove", () -> remove(run));
            remove.getStyleClass().addAll("quiet", "danger");
            acts.add(remove);
        }
        return new PastWork.Item(run.request().name(), state(run), facts(run), acts);
    }

    private Button act(RunSummary run, String key, Runnable act) {
        var busy =
                page.run().isActive()
                        ? Optional.of(messages.text("train.not.busy"))
                        : Optional.<String>empty();
        return PastWork.act(messages.text(key), run.request().name(), busy, act);
    }

    private String state(RunSummary run) {
        if (run.running()) {
            return messages.text("train.runs.running");
        }
        return messages.text(
                run.end()
                        .map(end ->
                                switch (end) {
                                    case COMPLETED -> "train.runs.completed";
                                    case STOPPED_EARLY -> "train.runs.stoppedEarly";
                                    case CANCELLED -> "train.runs.cancelled";
                                })
                        .orElse("train.runs.interrupted"));
    }

    private String facts(RunSummary run) {
        var facts = new ArrayList<String>();
        facts.add(run.request().model());
        facts.add(messages.text("train.runs.steps", run.step(), run.steps()));
        run.bestLoss()
                .ifPresent(loss ->
                        facts.add(
                                messages.text(
                                        "train.runs.best", messages.formats().decimal(loss, 3))));
        facts.add(messages.formats().moment(run.changed()));
        return String.join("  ·  ", facts);
    }

    private void remove(RunSummary run) {
        var question =
                new Confirmation(
                        messages.text("train.runs.remove.title", run.request().name()),
                        messages.text("train.runs.remove.body"),
                        messages.text("train.runs.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            page.remove(run);
        }
    }
}
