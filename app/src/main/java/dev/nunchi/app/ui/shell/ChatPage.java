package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.DeviceWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.inspect.InspectorView;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.outgoing.OutgoingView;
import dev.nunchi.app.ui.shell.ChatModel.Missing;
import dev.nunchi.app.ui.theme.Icon;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// The conversation below its title, the model that answers and, as long as nothing was asked, a
/// plain word about the model that came along.
final class ChatPage extends BorderPane {
    private final ShellViewModel viewModel;
    private final Messages messages;

    /// @param chat the conversation itself
    ChatPage(ShellViewModel viewModel, Messages messages, Node chat) {
        this.viewModel = viewModel;
        this.messages = messages;
        setTop(new VBox(header(), demonstration(), adapterMissing(), tooLarge(), elsewhere()));
        setCenter(chat);
        WhileShown.follow(this, viewModel.inspectorProperty(), this::showInspector);
    }

    private void showInspector(Panel panel) {
        setRight(
                panel == Panel.SHOWN
                        ? new InspectorView(
                                viewModel.features().inspector(),
                                messages,
                                viewModel::toggleInspector)
                        : null);
    }

    private Node inspectorButton() {
        var button = new Button("", Icon.EYE.node());
        button.setId("show-inspector");
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(messages.text("inspect.title"));
        button.setTooltip(new Tooltip(messages.text("inspect.open")));
        button.setOnAction(_ -> viewModel.toggleInspector());
        button.visibleProperty()
                .bind(viewModel.inspectorProperty().map(panel -> panel == Panel.HIDDEN));
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }

    private Node header() {
        var title = new Label();
        title.setId("conversation-title");
        title.getStyleClass().add("strong");
        title.setTextOverrun(OverrunStyle.ELLIPSIS);
        title.setMinWidth(0);
        title.textProperty().bind(viewModel.features().library().openTitleProperty());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var header =
                new HBox(
                        title,
                        space,
                        new PresetMenu(viewModel, messages),
                        new AdapterChoice(viewModel.features().active(), messages),
                        model(),
                        inspectorButton());
        header.getStyleClass().add("chat-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node model() {
        var button = new Button("", Icon.MODEL.node());
        button.setId("model-in-use");
        button.getStyleClass().addAll("quiet", "model-chip");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.textProperty().bind(viewModel.features().active().status().map(this::words));
        var tooltip = new Tooltip();
        tooltip.textProperty().bind(viewModel.features().active().status().map(this::explanation));
        button.setTooltip(tooltip);
        button.setOnAction(_ -> viewModel.show(Page.MODELS));
        return button;
    }

    /// Where the model really runs.
    private String explanation(ActiveModel.Status status) {
        return status instanceof ActiveModel.Status.Open(var info)
                ? new DeviceWords(messages).inUse(info) + "\n" + messages.text("shell.toModels")
                : messages.text("shell.toModels");
    }

    private String words(ActiveModel.Status status) {
        return switch (status) {
            case ActiveModel.Status.None _ -> messages.text("shell.noModel");
            case ActiveModel.Status.Opening opening ->
                    messages.text("shell.job.opening", opening.name());
            case ActiveModel.Status.Open(var info) -> info.name() + "  ·  " + info.device();
        };
    }

    private Node demonstration() {
        var sentence = new Label(messages.text("shell.demonstration"));
        sentence.getStyleClass().addAll("muted", "small");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        var link = new Hyperlink(messages.text("shell.toModels"));
        link.getStyleClass().add("small");
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setOnAction(_ -> viewModel.show(Page.MODELS));
        var line = new HBox(Icon.INFO.node(), sentence, link);
        line.setId("demonstration");
        line.getStyleClass().addAll("icon-line", "demonstration");
        line.setAlignment(Pos.CENTER);
        line.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                this::isDemonstration,
                                viewModel.demonstrationProperty(),
                                viewModel.features().chat().lastTurnProperty(),
                                viewModel.features().chat().firstLook().lookProperty()));
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    /// What is asked leaves this computer.
    private Node elsewhere() {
        var sentence = Nodes.label("", "warn-text", "small");
        var line = new HBox(Icon.WARNING.node(), sentence);
        line.getStyleClass().addAll("icon-line", "warn-text");
        var chat = viewModel.features().chat();
        var notice = new VBox(8, line, new OutgoingView(chat.outgoing(), messages));
        notice.setId("answers-elsewhere");
        notice.getStyleClass().add("demonstration");
        WhileShown.follow(
                this,
                viewModel.features().active().elsewhereProperty(),
                endpoint -> {
                    Nodes.show(notice, endpoint.isPresent());
                    endpoint.ifPresent(now -> sentence.setText(elsewhere(now)));
                    showOutgoing();
                });
        WhileShown.follow(this, chat.turns(), this::showOutgoing);
        WhileShown.follow(this, chat.draft().pictures(), this::showOutgoing);
        return notice;
    }

    private void showOutgoing() {
        var chat = viewModel.features().chat();
        if (viewModel.features().active().elsewhereProperty().get().isPresent()) {
            chat.showOutgoing();
        } else {
            chat.outgoing().show(List.of());
        }
    }

    private String elsewhere(Endpoint endpoint) {
        return messages.text(
                "shell.elsewhere", endpoint.model(), endpoint.host(), OutgoingPicture.MAX_SIDE);
    }

    /// Who answered here before does not answer now.
    private Node adapterMissing() {
        var sentence = Nodes.label("", "muted", "small");
        var line = new HBox(Icon.INFO.node(), sentence);
        line.setId("adapter-missing");
        line.getStyleClass().addAll("icon-line", "demonstration");
        line.setAlignment(Pos.CENTER);
        WhileShown.follow(
                this,
                viewModel.features().active().missingProperty(),
                missing -> {
                    Nodes.show(line, missing.isPresent());
                    sentence.setText(missing.map(this::words).orElse(""));
                });
        return line;
    }

    private String words(Missing missing) {
        return switch (missing) {
            case Missing.Deleted(String adapter) -> messages.text("shell.adapter.gone", adapter);
            case Missing.OfAnotherModel(String adapter, String trainedOn) ->
                    messages.text("shell.adapter.otherModel", adapter, trainedOn);
        };
    }

    /// The model that answered last did not fit the memory at the start.
    private Node tooLarge() {
        var sentence = new Label();
        sentence.getStyleClass().addAll("muted", "small");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        var line = new HBox(Icon.WARNING.node(), sentence);
        line.setId("model-too-large");
        line.getStyleClass().addAll("icon-line", "demonstration");
        line.setAlignment(Pos.CENTER);
        WhileShown.follow(
                this,
                viewModel.features().active().tooLargeProperty(),
                name -> {
                    line.setVisible(name.isPresent());
                    line.setManaged(name.isPresent());
                    sentence.setText(messages.text("shell.tooLarge", name.orElse("")));
                });
        return line;
    }

    /// The first look says so itself.
    private boolean isDemonstration() {
        return viewModel.demonstrationProperty().getValue()
                && viewModel.features().chat().firstLook().lookProperty().get().isEmpty()
                && viewModel.features().chat().lastTurnProperty().get().isEmpty();
    }
}
