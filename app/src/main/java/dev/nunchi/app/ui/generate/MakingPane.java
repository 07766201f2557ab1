package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.teach.GenerationState;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// Starts, holds and goes on with the making of rows, and hands them over.
final class MakingPane extends VBox {
    private final Messages messages;
    private final HBox status = new HBox();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label figures = Nodes.label("", "muted", "small");
    private final Label doubt = Nodes.label("", "warn-text", "small");
    private final Button start;
    private final Button pause;
    private final Button review;

    MakingPane(GenerateViewModel page, Messages messages) {
        this.messages = messages;
        getStyleClass().add("form-part");
        start = Nodes.button(messages.text("generate.start"), "generate-start", page::start);
        start.setGraphic(Icon.PLAY.node());
        pause = Nodes.button(messages.text("generate.pause"), "generate-pause", page::pause);
        pause.setGraphic(Icon.PAUSE.node());
        review = Nodes.button(messages.text("generate.review"), "generate-review", page::review);
        review.getStyleClass().add("primary");
        status.setMinWidth(0);
        status.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(status, Priority.ALWAYS);
        var head = new HBox(status, pause, start, review);
        head.getStyleClass().add("acts");
        head.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(head, bar, figures, doubt);
        WhileShown.follow(this, page.inDoubtProperty(), count -> tell(count.longValue()));
        WhileShown.follow(this, page.makingProperty(), this::show);
        Hindrances.whenChanged(
                this, page, () -> Hindrance.set(start, Hindrances.of(page, messages)));
    }

    private void show(MakingState state) {
        status.getChildren().setAll(words(state));
        Nodes.show(pause, state.isActive());
        Hindrance.set(
                pause,
                state instanceof MakingState.Pausing
                        ? Optional.of(messages.text("generate.pausing"))
                        : Optional.empty());
        boolean whole = state instanceof MakingState.Ended(var now, _) && now.isWhole();
        Nodes.show(start, !state.isActive() && !whole);
        start.setText(messages.text(state.canGoOn() ? "generate.proceed" : "generate.start"));
        start.getStyleClass().remove("primary");
        if (!(state instanceof MakingState.Ended)) {
            start.getStyleClass().add("primary");
        }
        Nodes.show(review, whole);
        Nodes.show(bar, state.isActive() || state instanceof MakingState.Paused);
        switch (state) {
            case MakingState.Running(GenerationState now, Optional<Duration> left) ->
                    count(now, left);
            case MakingState.Pausing(Optional<GenerationState> now) ->
                    now.ifPresent(known -> count(known, Optional.empty()));
            case MakingState.Paused(GenerationState now) -> count(now, Optional.empty());
            case MakingState.Ended(GenerationState now, var _) -> count(now, Optional.empty());
            case MakingState.Preparing _ -> {
                bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
                figures.setText("");
            }
            case MakingState.Idle _, MakingState.Failed _ -> figures.setText("");
        }
        Nodes.show(figures, !figures.getText().isEmpty());
    }

    private void tell(long inDoubt) {
        doubt.setText(messages.text("generate.inDoubt", inDoubt));
        Nodes.show(doubt, inDoubt > 0);
    }

    private Node words(MakingState state) {
        return switch (state) {
            case MakingState.Idle _ -> Nodes.label(messages.text("generate.idle"), "muted");
            case MakingState.Preparing _ ->
                    Nodes.label(messages.text("generate.preparing"), "strong");
            case MakingState.Running _ -> Nodes.label(messages.text("generate.running"), "strong");
            case MakingState.Pausing _ -> Nodes.label(messages.text("generate.pausing"), "strong");
            case MakingState.Paused _ ->
                    Nodes.iconLine(Icon.PAUSE, messages.text("generate.paused"), "warn-text");
            case MakingState.Ended(GenerationState now, var out) ->
                    now.isWhole()
                            ? Nodes.iconLine(
                                    Icon.DONE,
                                    messages.text("generate.ended", SourcePane.name(out)),
                                    "ok-text")
                            : Nodes.iconLine(
                                    Icon.WARNING,
                                    messages.text("generate.incomplete"),
                                    "warn-text");
            case MakingState.Failed(var problem) ->
                    Nodes.iconLine(
                            Icon.ERROR,
                            (problem.sentence() + " " + problem.act()).strip(),
                            "danger-text");
        };
    }

    private void count(GenerationState now, Optional<Duration> left) {
        bar.setProgress(now.total() == 0 ? 1 : (double) now.done() / now.total());
        var facts = new ArrayList<String>();
        facts.add(messages.text("generate.done", now.done(), now.total()));
        facts.add(messages.text("train.data.rows", now.kept()));
        left.ifPresent(time ->
                facts.add(messages.text("generate.left", messages.formats().duration(time))));
        for (var why : Why.values()) {
            int count = now.nothing().getOrDefault(why, 0);
            if (count > 0 && why != Why.CANCELLED) {
                facts.add(messages.text(key(why), count));
            }
        }
        figures.setText(String.join("  ·  ", facts));
    }

    private static String key(Why why) {
        return switch (why) {
            case TOO_LITTLE_KNOWN -> "generate.nothing.tooLittle";
            case UNUSABLE_ANSWER -> "generate.nothing.unusable";
            case FAILED, CANCELLED -> "generate.nothing.failed";
        };
    }
}
