package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.RowMessages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.SourceWell;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.RowProblem;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which pictures rows are written about, and what is known of them.
final class SourcePane extends VBox {
    private static final int TOLD_PROBLEMS = 3;

    private final GenerateViewModel page;
    private final Messages messages;
    private final SourceWell well;

    SourcePane(GenerateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        String title = messages.text("generate.source.drop");
        well =
                new SourceWell(
                        "generate",
                        new SourceWell.Words(
                                title,
                                messages.text("generate.source.hint"),
                                new SourceWell.Choice(messages.text("train.data.folder"), title),
                                new SourceWell.Choice(messages.text("train.data.file"), title),
                                messages.text("train.data.file.filter"),
                                messages.text("shell.cancel")),
                        new SourceWell.Acts(page::choose, page::cancelReading));
        getStyleClass().add("form-part");
        WhileShown.follow(this, page.sourceProperty(), this::show);
    }

    private void show(SourceState state) {
        getChildren().setAll(well);
        switch (state) {
            case SourceState.None _ -> well.ask();
            case SourceState.Reading reading -> {
                double fraction = reading.progress().fraction();
                well.read(
                        messages.text("train.data.reading", name(reading.source())),
                        StageWords.of(reading.progress().stage(), fraction, messages),
                        fraction);
            }
            case SourceState.Ready ready -> {
                well.found(found(ready), well.buttons());
                tell(ready.scenes().problems());
            }
        }
    }

    private VBox found(SourceState.Ready ready) {
        var words =
                new VBox(
                        Nodes.label(name(ready.source()), "strong"),
                        Nodes.label(facts(ready), "muted", "small"));
        if (ready.pictures() == 0) {
            words.getChildren()
                    .setAll(
                            Nodes.label(name(ready.source()), "strong"),
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    messages.text("generate.source.none"),
                                    "danger-text"));
        } else if (ready.alone() > 0) {
            words.getChildren().add(alone(ready.alone()));
        }
        return words;
    }

    private Node alone(int pictures) {
        return Nodes.iconLine(
                Icon.INFO,
                page.order()
                        .captionsBy()
                        .map(model ->
                                messages.text("generate.source.alone", pictures, model.name()))
                        .orElseGet(() -> messages.text("generate.source.aloneNone", pictures)),
                "muted");
    }

    private String facts(SourceState.Ready ready) {
        var facts = new ArrayList<String>();
        facts.add(messages.text("train.data.pictures", ready.pictures()));
        if (ready.described() > 0) {
            facts.add(messages.text("generate.source.described", ready.described()));
        }
        if (ready.boxes() > 0) {
            facts.add(messages.text("generate.source.boxes", ready.boxes()));
        }
        return String.join("  ·  ", facts);
    }

    private void tell(List<RowProblem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        var words = new RowMessages(messages);
        getChildren()
                .add(
                        Nodes.iconLine(
                                Icon.WARNING,
                                messages.text("generate.source.problems", problems.size()),
                                "warn-text"));
        problems.stream()
                .limit(TOLD_PROBLEMS)
                .map(problem ->
                        Nodes.label(
                                words.place(problem)
                                        + ": "
                                        + words.of(problem).sentence()
                                        + " "
                                        + words.of(problem).act(),
                                "muted",
                                "small"))
                .forEach(getChildren()::add);
    }

    static String name(Path source) {
        return String.valueOf(source.getFileName());
    }
}
