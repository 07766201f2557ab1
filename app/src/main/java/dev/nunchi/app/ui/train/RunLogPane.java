package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// What happened in a run, line by line, the last line first; folded until it is wanted.
final class RunLogPane extends TitledPane {
    private static final double HEIGHT = 180;

    private final RunViewModel run;
    private final Messages messages;
    private final VBox lines = new VBox();
    private final DateTimeFormatter clock;

    RunLogPane(RunViewModel run, Messages messages) {
        this.run = run;
        this.messages = messages;
        clock =
                DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                        .withLocale(messages.locale())
                        .withZone(ZoneId.systemDefault());
        setId("train-log");
        setText(messages.text("train.log.title"));
        getStyleClass().add("fold");
        setExpanded(false);
        setAnimated(false);
        lines.getStyleClass().add("log-lines");
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(HEIGHT);
        setContent(scroll);
        WhileShown.follow(this, run.log(), this::show);
    }

    private void show() {
        lines.getChildren().setAll(run.log().reversed().stream().map(this::line).toList());
    }

    private HBox line(LogEntry entry) {
        var time = Nodes.label(clock.format(entry.time()), "muted", "small");
        time.setMinWidth(USE_PREF_SIZE);
        var line = new HBox(time, Nodes.label(words(entry), "small"));
        line.getStyleClass().add("log-line");
        return line;
    }

    private String words(LogEntry entry) {
        String key =
                switch (entry.kind()) {
                    case STARTED -> "train.log.started";
                    case RESUMED -> "train.log.resumed";
                    case EVALUATED -> "train.log.evaluated";
                    case BEST -> "train.log.best";
                    case SAVED -> "train.log.saved";
                    case PAUSED -> "train.log.paused";
                    case PROCEEDED -> "train.log.proceeded";
                    case STOPPING -> "train.log.stopping";
                    case COMPLETED -> "train.log.completed";
                    case STOPPED_EARLY -> "train.log.stoppedEarly";
                    case CANCELLED -> "train.log.cancelled";
                    case FAILED -> "train.log.failed";
                };
        return messages.text(key, entry.step(), messages.formats().decimal(entry.loss(), 3));
    }
}
