package dev.nunchi.app.ui.control;

import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Where data comes from: asks for a folder or a file of rows, shows how far it is read, and what
/// was found.
public final class SourceWell extends VBox {
    private static final String[] ROWS = {"*.jsonl", "*.json", "*.csv"};

    /// What is read on it.
    ///
    /// @param drop asks for data
    /// @param hint says which
    /// @param rows what the file chooser calls files of rows
    public record Words(
            String drop, String hint, Choice folder, Choice file, String rows, String cancel) {}

    /// A way to choose.
    ///
    /// @param button what starts it
    /// @param title of the system's window
    public record Choice(String button, String title) {}

    /// What is done on it.
    ///
    /// @param choose is given a folder or a file
    /// @param cancel ends the reading
    public record Acts(Consumer<Path> choose, Runnable cancel) {}

    private final String page;
    private final Words words;
    private final Acts acts;

    /// @param page what the ids of its buttons begin with: `PAGE-folder`, `PAGE-file`,
    ///   `PAGE-cancel-reading`
    public SourceWell(String page, Words words, Acts acts) {
        this.page = page;
        this.words = words;
        this.acts = acts;
        getStyleClass().add("source-well");
    }

    /// Asks for data.
    public void ask() {
        var well =
                new VBox(
                        Icon.FOLDER.node(),
                        Nodes.label(words.drop(), "strong", "centred"),
                        Nodes.label(words.hint(), "muted", "small", "centred"),
                        buttons());
        well.getStyleClass().addAll("well", "drop-well");
        getChildren().setAll(well);
    }

    /// Shows how far the reading is.
    ///
    /// @param fraction 0 to 1, or negative if unknown
    public void read(String title, String stage, double fraction) {
        var cancel = Nodes.button(words.cancel(), page + "-cancel-reading", acts.cancel());
        var row = new HBox(Nodes.label(title, "strong"), Nodes.space(), cancel);
        row.setAlignment(Pos.CENTER_LEFT);
        var bar = new ProgressBar(fraction);
        bar.setMaxWidth(Double.MAX_VALUE);
        var box = new VBox(row, bar, Nodes.label(stage, "muted", "small"));
        box.getStyleClass().addAll("well", "source-reading");
        getChildren().setAll(box);
    }

    /// Shows what was found.
    ///
    /// @param facts about it
    /// @param other how another source is chosen
    public void found(VBox facts, Node other) {
        facts.setMinWidth(0);
        var row = new HBox(Icon.FOLDER.node(), facts, Nodes.space(), other);
        row.getStyleClass().addAll("well", "source-found");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(row);
    }

    /// Both ways to choose, as buttons.
    public HBox buttons() {
        var row =
                new HBox(
                        Nodes.button(words.folder().button(), page + "-folder", this::askFolder),
                        Nodes.button(words.file().button(), page + "-file", this::askFile));
        row.getStyleClass().add("acts");
        row.setAlignment(Pos.CENTER);
        return row;
    }

    /// Both ways to choose, in a menu.
    public MenuButton menu(String text, String id) {
        var folder = new MenuItem(words.folder().button());
        folder.setOnAction(_ -> askFolder());
        var file = new MenuItem(words.file().button());
        file.setOnAction(_ -> askFile());
        var menu = new MenuButton(text, null, folder, file);
        menu.setId(id);
        menu.setMinWidth(USE_PREF_SIZE);
        return menu;
    }

    private void askFolder() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(words.folder().title());
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> acts.choose().accept(folder.toPath()));
    }

    private void askFile() {
        var chooser = new FileChooser();
        chooser.setTitle(words.file().title());
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(words.rows(), ROWS));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> acts.choose().accept(file.toPath()));
    }
}
