package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.settings.EndpointsViewModel.Check;
import dev.nunchi.app.ui.settings.EndpointsViewModel.Flaw;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;

/// The servers that may be asked: a list, and a form for one of them.
public final class EndpointsCard extends VBox {
    private final EndpointsViewModel viewModel;
    private final Messages messages;
    private final VBox list = new VBox();
    private final VBox form;

    /// The address of a server on this computer, as most of them choose it.
    private static final String EXAMPLE = "http://127.0.0.1:8080/v1";

    private final Label result = Nodes.label("", "small");

    public EndpointsCard(EndpointsViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        setId("settings-endpoints");
        var add = Nodes.button(text("endpoint.add"), "endpoint-add", viewModel::add);
        add.setGraphic(Icon.ADD.node());
        add.getStyleClass().add("quiet");
        WhileShown.follow(
                this,
                viewModel.editingProperty(),
                editing ->
                        Hindrance.set(
                                add,
                                editing
                                        ? Optional.of(text("endpoint.not.editing"))
                                        : Optional.empty()));
        list.getStyleClass().add("endpoints");
        form = form();
        var card = new SettingsCard(text("endpoint.title"), add);
        card.paragraph(text("endpoint.intro"), "muted");
        card.getChildren().addAll(list, form);
        getChildren().add(card);
        WhileShown.follow(this, viewModel.endpoints(), this::show);
        WhileShown.follow(this, viewModel.editingProperty(), on -> Nodes.show(form, on));
    }

    private void show(List<Endpoint> endpoints) {
        list.getChildren().setAll(endpoints.stream().map(this::row).toList());
        Nodes.show(list, !endpoints.isEmpty());
    }

    private Node row(Endpoint endpoint) {
        var words =
                new VBox(
                        Nodes.label(endpoint.name(), "settings-name"),
                        Nodes.label(
                                text("endpoint.line", endpoint.model(), endpoint.host()),
                                "muted",
                                "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row =
                new HBox(
                        words,
                        use(endpoint),
                        icon(
                                Icon.RENAME,
                                text("endpoint.edit", endpoint.name()),
                                () -> viewModel.edit(endpoint)),
                        icon(
                                Icon.DELETE,
                                text("endpoint.remove", endpoint.name()),
                                () -> remove(endpoint)));
        row.getStyleClass().add("settings-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Button icon(Icon icon, String word, Runnable act) {
        var button = new Button(word, icon.node());
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(word);
        button.setTooltip(new Tooltip(word));
        button.setOnAction(_ -> act.run());
        return button;
    }

    private Button use(Endpoint endpoint) {
        var use = Nodes.button(text("endpoint.use"), "endpoint-use", () -> useAgreed(endpoint));
        use.getStyleClass().add("quiet");
        use.setAccessibleText(text("endpoint.use.long", endpoint.name()));
        return use;
    }

    private void useAgreed(Endpoint endpoint) {
        var question =
                new Confirmation(
                        text("endpoint.use.title", endpoint.name()),
                        text("endpoint.use.body", endpoint.host(), OutgoingPicture.MAX_SIDE),
                        text("endpoint.use.act"),
                        text("endpoint.cancel"));
        if (!viewModel.isToBeAgreed(endpoint) || question.isGiven(getScene().getWindow())) {
            viewModel.use(endpoint);
        }
    }

    private void remove(Endpoint endpoint) {
        var question =
                new Confirmation(
                        text("endpoint.remove.title", endpoint.name()),
                        text("endpoint.remove.body"),
                        text("endpoint.remove.act"),
                        text("endpoint.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            viewModel.remove(endpoint);
        }
    }

    private VBox form() {
        var name = new TextField();
        name.setId("endpoint-name");
        name.textProperty().bindBidirectional(viewModel.nameProperty());
        var address = new TextField();
        address.setId("endpoint-address");
        address.setPromptText(EXAMPLE);
        address.textProperty().bindBidirectional(viewModel.addressProperty());
        var key = new PasswordField();
        key.setId("endpoint-key");
        key.textProperty().bindBidirectional(viewModel.keyProperty());
        var open = Nodes.iconLine(Icon.WARNING, text("endpoint.open"), "warn-text");
        open.visibleProperty().bind(viewModel.openToOthers());
        open.managedProperty().bind(open.visibleProperty());
        var box =
                new VBox(
                        field(text("endpoint.name"), text("endpoint.name.hint"), name),
                        field(text("endpoint.address"), text("endpoint.address.hint"), address),
                        open,
                        field(text("endpoint.key"), text("endpoint.key.hint"), key),
                        field(text("endpoint.model"), text("endpoint.model.hint"), model()),
                        result,
                        acts());
        box.getStyleClass().add("endpoint-form");
        WhileShown.follow(this, viewModel.checkProperty(), this::show);
        WhileShown.follow(
                this,
                viewModel.editingProperty(),
                on -> {
                    if (on) {
                        name.requestFocus();
                    }
                });
        return box;
    }

    private static Node field(String title, String hint, Node control) {
        var label = Nodes.label(title, "settings-name");
        label.setLabelFor(control);
        control.setAccessibleText(title);
        control.setAccessibleHelp(hint);
        var field = new VBox(label, Nodes.label(hint, "muted", "small"), control);
        field.getStyleClass().add("settings-block");
        return field;
    }

    private Node model() {
        var box = new ComboBox<>(viewModel.models());
        box.setId("endpoint-model");
        box.setEditable(true);
        box.setMaxWidth(Double.MAX_VALUE);
        box.getEditor().textProperty().bindBidirectional(viewModel.modelProperty());
        return box;
    }

    private Node acts() {
        var check = Nodes.button(text("endpoint.check"), "endpoint-check", viewModel::check);
        var cancel = Nodes.button(text("endpoint.cancel"), "endpoint-cancel", viewModel::cancel);
        cancel.getStyleClass().add("quiet");
        var save = Nodes.button(text("endpoint.save"), "endpoint-save", viewModel::save);
        save.getStyleClass().add("primary");
        var why = Nodes.label("", "muted", "small");
        why.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(why, Priority.ALWAYS);
        WhileShown.follow(
                this,
                viewModel.flaw(),
                flaw -> {
                    Hindrance.set(save, flaw.map(this::words));
                    why.setText(flaw.map(this::words).orElse(""));
                    Hindrance.set(check, flaw.filter(Flaw.ADDRESS::equals).map(this::words));
                });
        var acts = new HBox(check, why, cancel, save);
        acts.getStyleClass().add("endpoint-acts");
        acts.setAlignment(Pos.CENTER_LEFT);
        return acts;
    }

    private String words(Flaw flaw) {
        return text(
                switch (flaw) {
                    case NO_NAME -> "endpoint.flaw.noName";
                    case NAME_TAKEN -> "endpoint.flaw.nameTaken";
                    case ADDRESS -> "endpoint.flaw.address";
                    case KEY -> "endpoint.flaw.key";
                    case BARE_KEY -> "endpoint.flaw.bareKey";
                    case NO_MODEL -> "endpoint.flaw.noModel";
                });
    }

    private void show(Check check) {
        result.getStyleClass().removeAll("ok-text", "danger-text", "muted");
        var words =
                switch (check) {
                    case Check.None _ -> Optional.<String>empty();
                    case Check.NotKept _ -> told("danger-text", text("endpoint.notKept"));
                    case Check.Running _ -> told("muted", text("endpoint.checking"));
                    case Check.Found(int count) -> told("ok-text", text("endpoint.found", count));
                    case Check.Failed(var problem) ->
                            told("danger-text", (problem.sentence() + " " + problem.act()).strip());
                };
        result.setText(words.orElse(""));
        Nodes.show(result, words.isPresent());
    }

    private Optional<String> told(String style, String words) {
        result.getStyleClass().add(style);
        return Optional.of(words);
    }

    private String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }
}
