package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download.State;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.Locale;

/// One model that can be downloaded. Lives as long as the page: what changes is shown in place, so
/// that the focus stays where it is.
final class CatalogueCardView extends HBox {
    private static final double BILLION = 1e9;

    private final CatalogueModel model;
    private final CatalogueViewModel viewModel;
    private final Messages messages;
    private final DownloadWords words;
    private final Label tag = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label line = Nodes.label("", "muted");
    private final VBox progress = new VBox(bar, line);
    private final Button act = new Button();
    private final Button cancel = new Button();

    CatalogueCardView(CatalogueCard card, CatalogueViewModel viewModel, Messages messages) {
        this.model = card.model();
        this.viewModel = viewModel;
        this.messages = messages;
        this.words = new DownloadWords(messages);
        setId("catalogue-" + model.id());
        getStyleClass().addAll("card", "catalogue-card");
        setAlignment(Pos.TOP_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        line.getStyleClass().add("small");
        line.setAccessibleRole(AccessibleRole.TEXT);
        progress.getStyleClass().add("catalogue-progress");
        var body =
                new VBox(
                        heading(),
                        Nodes.label(purpose(), "catalogue-purpose"),
                        Nodes.label(facts(), "muted"),
                        fit(card),
                        progress);
        body.getStyleClass().add("catalogue-words");
        body.setMinWidth(0);
        HBox.setHgrow(body, Priority.ALWAYS);
        getChildren().addAll(body, acts());
        show(card);
    }

    private Node heading() {
        tag.getStyleClass().addAll("tag", "accent");
        tag.setMinWidth(Region.USE_PREF_SIZE);
        var heading = new HBox(Nodes.label(model.name(), "catalogue-name"), tag);
        heading.getStyleClass().add("catalogue-heading");
        heading.setAlignment(Pos.CENTER_LEFT);
        return heading;
    }

    private String purpose() {
        return messages.text(
                switch (model.purpose()) {
                    case QUICK -> "catalogue.purpose.quick";
                    case GENERAL -> "catalogue.purpose.general";
                    case DETAIL -> "catalogue.purpose.detail";
                    case BROAD -> "catalogue.purpose.broad";
                    case TRAINING -> "catalogue.purpose.training";
                });
    }

    private String facts() {
        var facts = new ArrayList<String>();
        facts.add(messages.text("catalogue.size", messages.formats().bytes(model.bytes())));
        facts.add(
                messages.text(
                        "catalogue.parameters",
                        messages.formats().decimal(model.parameters() / BILLION, 1)));
        facts.add(messages.text("catalogue.licence", model.licence()));
        facts.add(
                String.join(
                        ", ",
                        model.languages().stream()
                                .map(tag ->
                                        Locale.forLanguageTag(tag)
                                                .getDisplayLanguage(messages.locale()))
                                .toList()));
        return String.join("  ·  ", facts);
    }

    private Node fit(CatalogueCard card) {
        String packed = messages.formats().bytes(model.packedMemory());
        String whole = messages.formats().bytes(model.memory());
        String installed = messages.formats().bytes(card.memoryBytes());
        return switch (card.fit()) {
            case GOOD -> fact(Icon.DONE, "catalogue.fit.good", "muted", whole, installed);
            case PACKED_ONLY ->
                    fact(Icon.INFO, "catalogue.fit.packedOnly", "muted", packed, installed, whole);
            case TIGHT -> fact(Icon.WARNING, "catalogue.fit.tight", "warn-text", packed, installed);
            case TOO_LARGE ->
                    fact(Icon.ERROR, "catalogue.fit.tooLarge", "danger-text", packed, installed);
        };
    }

    private Node fact(Icon icon, String key, String style, Object... arguments) {
        var line = new HBox(icon.node(), Nodes.label(messages.text(key, arguments), style));
        line.getStyleClass().addAll("icon-line", style);
        line.setAlignment(Pos.TOP_LEFT);
        return line;
    }

    private Node acts() {
        act.getStyleClass().add("catalogue-act");
        cancel.getStyleClass().addAll("quiet", "catalogue-cancel");
        cancel.setOnAction(_ -> viewModel.cancel(model));
        var acts = new VBox(act, cancel);
        acts.getStyleClass().add("catalogue-acts");
        acts.setMinWidth(Region.USE_PREF_SIZE);
        act.setMaxWidth(Double.MAX_VALUE);
        cancel.setMaxWidth(Double.MAX_VALUE);
        return acts;
    }

    /// Shows how it is now.
    void show(CatalogueCard card) {
        Nodes.show(tag, card.installed());
        tag.setText(messages.text("catalogue.installed"));
        Nodes.show(cancel, card.state().isPresent());
        // Downloaded twice, a model would lie there twice.
        Nodes.show(act, !card.installed() || card.state().isPresent());
        Nodes.show(progress, card.state().isPresent());
        if (card.state().isPresent()) {
            show(card.state().get());
        } else {
            act("catalogue.get", () -> viewModel.get(model));
        }
    }

    private void show(State state) {
        line.setText(words.of(state));
        line.getStyleClass().removeAll("danger-text", "muted");
        line.getStyleClass().add(state instanceof State.Failed ? "danger-text" : "muted");
        Nodes.show(bar, state.isActive());
        name(cancel, state.isActive() ? "shell.cancel" : "catalogue.remove");
        switch (state) {
            case State.Waiting _ -> {
                bar.setProgress(0);
                act("catalogue.pause", () -> viewModel.pause(model));
            }
            case State.Running(var now) -> {
                bar.setProgress(now.fraction());
                act("catalogue.pause", () -> viewModel.pause(model));
            }
            case State.Paused _ -> act("catalogue.goOn", () -> viewModel.get(model));
            case State.Failed _ -> act("catalogue.goOn", () -> viewModel.get(model));
            case State.Finished _ -> act("catalogue.add", () -> viewModel.addToLibrary(model));
        }
    }

    private void act(String key, Runnable run) {
        name(act, key);
        act.setOnAction(_ -> run.run());
    }

    private void name(Button button, String key) {
        button.setText(messages.text(key));
        button.setAccessibleText(messages.text(key) + ", " + model.name());
    }
}
