package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Work;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The works of others and their licences: a button at first, then a search, a list and a text.
final class LicencesPane extends VBox {
    private final LicencesViewModel viewModel;
    private final Messages messages;

    LicencesPane(LicencesViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        getStyleClass().add("licences");
        var show = new Button(messages.text("settings.licences.show"));
        show.setId("settings-licences");
        show.setOnAction(_ -> viewModel.show());
        var closed = viewModel.shownProperty().not();
        show.visibleProperty().bind(closed);
        show.managedProperty().bind(closed);
        getChildren()
                .addAll(show, whenShown(search()), whenShown(list()), whenShown(text()), problem());
    }

    private Node search() {
        var search = new TextField();
        search.setPromptText(messages.text("settings.licences.search"));
        search.setAccessibleText(messages.text("settings.licences.search"));
        search.textProperty().bindBidirectional(viewModel.searchProperty());
        return search;
    }

    private Node list() {
        var list = new ListView<>(viewModel.works());
        list.getStyleClass().add("licences-list");
        list.setAccessibleText(messages.text("settings.about.licences"));
        list.setPlaceholder(new Label(messages.text("settings.licences.none")));
        list.setCellFactory(_ -> new WorkCell());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(work -> {
                    if (work != null) {
                        viewModel.choose(work);
                    }
                });
        return list;
    }

    private Node text() {
        var text = new TextArea();
        text.setEditable(false);
        text.getStyleClass().add("licences-text");
        text.setAccessibleText(messages.text("settings.licences.text"));
        text.textProperty()
                .bind(
                        Bindings.when(viewModel.textProperty().isEmpty())
                                .then(messages.text("settings.licences.choose"))
                                .otherwise(viewModel.textProperty()));
        return text;
    }

    private Node problem() {
        var sentence = new Label();
        sentence.getStyleClass().addAll("danger-text", "small");
        sentence.setWrapText(true);
        sentence.setVisible(false);
        sentence.managedProperty().bind(sentence.visibleProperty());
        viewModel
                .problemProperty()
                .subscribe(problem -> {
                    sentence.setText(problem.map(Problem::sentence).orElse(""));
                    sentence.setVisible(problem.isPresent());
                });
        return sentence;
    }

    private Node whenShown(Node node) {
        node.visibleProperty().bind(viewModel.shownProperty());
        node.managedProperty().bind(viewModel.shownProperty());
        return node;
    }

    /// Name and version on the left, licence on the right.
    private static final class WorkCell extends ListCell<Work> {
        private final Label name = new Label();
        private final Label licence = new Label();
        private final HBox line;

        WorkCell() {
            licence.getStyleClass().add("muted");
            licence.setMinWidth(Region.USE_PREF_SIZE);
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            line = new HBox(name, space, licence);
            line.getStyleClass().addAll("licences-line", "small");
        }

        @Override
        protected void updateItem(Work work, boolean empty) {
            super.updateItem(work, empty);
            if (empty || work == null) {
                setGraphic(null);
            } else {
                name.setText((work.name() + " " + work.version()).strip());
                licence.setText(work.licence());
                setGraphic(line);
            }
        }
    }
}
