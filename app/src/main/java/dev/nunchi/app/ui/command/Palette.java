package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.beans.binding.Bindings;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The command palette: a field, and below it what it finds.
public final class Palette extends Overlay {
    private static final double WIDTH = 560;
    private static final double ROW = 40;
    private static final int ROWS = 9;
    private static final int PAGE = 8;

    private final PaletteViewModel viewModel;
    private final Messages messages;
    private final TextField field = new TextField();
    private final ListView<PaletteViewModel.Entry> list = new ListView<>();

    public Palette(PaletteViewModel viewModel, Messages messages) {
        var card = new VBox();
        super(card, "palette");
        this.viewModel = viewModel;
        this.messages = messages;
        setId("palette");
        Stylesheet.addTo(this, "command.css");
        card.setMaxWidth(WIDTH);
        card.getChildren().addAll(entry(), list, nothing());
        setUpList();
        viewModel.selectedProperty().subscribe(_ -> showSelection());
        viewModel.entries().subscribe(this::showSelection);
    }

    @Override
    void opened() {
        viewModel.open();
        field.requestFocus();
        showSelection();
    }

    private HBox entry() {
        field.setId("palette-field");
        field.setPromptText(messages.text("command.prompt"));
        field.textProperty().bindBidirectional(viewModel.queryProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        HBox.setHgrow(field, Priority.ALWAYS);
        var row = new HBox(Icon.SEARCH.node(), field);
        row.getStyleClass().add("palette-entry");
        return row;
    }

    private Label nothing() {
        var nothing = new Label(messages.text("command.nothing"));
        nothing.getStyleClass().addAll("muted", "palette-nothing");
        var empty = Bindings.isEmpty(viewModel.entries());
        nothing.visibleProperty().bind(empty);
        nothing.managedProperty().bind(empty);
        list.visibleProperty().bind(empty.not());
        list.managedProperty().bind(empty.not());
        return nothing;
    }

    private void setUpList() {
        list.setItems(viewModel.entries());
        list.setFocusTraversable(false);
        list.setFixedCellSize(ROW);
        list.setAccessibleText(messages.text("command.list"));
        list.prefHeightProperty().bind(Bindings.size(viewModel.entries()).multiply(ROW).add(2));
        list.setMaxHeight(ROWS * ROW + 2);
        list.setCellFactory(_ -> new Cell());
    }

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> viewModel.move(1);
            case UP -> viewModel.move(-1);
            case PAGE_DOWN -> viewModel.select(viewModel.selectedProperty().get() + PAGE);
            case PAGE_UP -> viewModel.select(viewModel.selectedProperty().get() - PAGE);
            case ENTER -> choose();
            default -> {
                return;
            }
        }
        event.consume();
    }

    /// The window's own focus is back in its place before the command moves it.
    private void choose() {
        viewModel
                .choose()
                .ifPresent(command -> {
                    close();
                    command.run();
                });
    }

    /// The focus stays in the field, so the field says what is selected.
    private void showSelection() {
        list.getSelectionModel().select(viewModel.selectedProperty().get());
        list.scrollTo(Math.max(0, viewModel.selectedProperty().get() - ROWS / 2));
        String prompt = messages.text("command.prompt");
        field.setAccessibleText(
                viewModel
                        .selected()
                        .map(entry -> messages.text("command.selected", prompt, words(entry)))
                        .orElse(prompt));
        field.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private static String words(PaletteViewModel.Entry entry) {
        return entry.hindrance().map(why -> entry.title() + ". " + why).orElseGet(entry::title);
    }

    /// Title, what hinders it, keys.
    private final class Cell extends ListCell<PaletteViewModel.Entry> {
        Cell() {
            getStyleClass().add("palette-cell");
            // As wide as the list, and never wider.
            setPrefWidth(0);
            setOnMousePressed(event -> {
                if (!isEmpty()) {
                    viewModel.select(getIndex());
                    choose();
                }
                event.consume();
            });
        }

        @Override
        protected void updateItem(PaletteViewModel.@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(null);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            setGraphic(row(entry));
            setAccessibleText(words(entry));
        }

        private HBox row(PaletteViewModel.Entry entry) {
            var title = new Label(entry.title());
            title.setMinWidth(0);
            var row = new HBox(title);
            row.getStyleClass().add("palette-row");
            entry.hindrance()
                    .ifPresent(why -> {
                        title.getStyleClass().add("muted");
                        var reason = new Label(why);
                        reason.getStyleClass().addAll("small", "muted", "palette-reason");
                        row.getChildren().add(reason);
                    });
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            row.getChildren().add(space);
            entry.command().keys().stream()
                    .findFirst()
                    .ifPresent(keys -> row.getChildren().add(new KeyCaps(List.of(keys))));
            return row;
        }
    }
}
