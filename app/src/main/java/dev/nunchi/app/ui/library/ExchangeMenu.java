package dev.nunchi.app.ui.library;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.exchange.ImportProblem;
import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.library.ExchangeViewModel.Outcome;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Notice;

import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ways out of the list and into it: menus, file choosers, and a word on what came of it.
final class ExchangeMenu {
    private static final int MAX_NAME = 60;

    private final ExchangeViewModel exchange;
    private final Messages messages;

    ExchangeMenu(ExchangeViewModel exchange, Messages messages) {
        this.exchange = exchange;
        this.messages = messages;
    }

    /// For all conversations.
    MenuButton button() {
        var button = new MenuButton("", Icon.MORE.node());
        button.getStyleClass().addAll("quiet", "icon-button", "library-more");
        button.setAccessibleText(messages.text("library.more"));
        button.getItems()
                .addAll(
                        item("library.import", () -> chooseImport(windowOf(button))),
                        item("library.exportAll", () -> exportAll(windowOf(button))));
        return button;
    }

    /// For one.
    ///
    /// @param owner where a file chooser appears
    Menu menu(Conversation conversation, Node owner) {
        var menu = new Menu(messages.text("library.export"), Icon.EXPORT.node());
        for (FileLayout layout : FileLayout.values()) {
            String key =
                    switch (layout) {
                        case JSON -> "library.export.json";
                        case MARKDOWN -> "library.export.markdown";
                        case HTML -> "library.export.html";
                    };
            menu.getItems().add(item(key, () -> export(conversation, layout, windowOf(owner))));
        }
        return menu;
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(messages.text(key));
        item.setOnAction(_ -> act.run());
        return item;
    }

    private static Window windowOf(Node node) {
        return node.getScene().getWindow();
    }

    void chooseImport(Window window) {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("library.import.title"));
        chooser.getExtensionFilters()
                .add(
                        new ExtensionFilter(
                                messages.text("library.import.filter"), "*.json", "*.zip"));
        Optional.ofNullable(chooser.showOpenDialog(window))
                .map(File::toPath)
                .ifPresent(exchange::importFrom);
    }

    void exportAll(Window window) {
        choose(messages.text("library.exportAll.name"), FileLayout.JSON, window)
                .ifPresent(file -> exchange.exportAll(file, words()));
    }

    void export(Conversation conversation, FileLayout layout, Window window) {
        choose(fileName(ConversationCell.name(conversation, messages)), layout, window)
                .ifPresent(file -> exchange.export(conversation, layout, file, words()));
    }

    private Optional<Path> choose(String name, FileLayout layout, Window window) {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("library.export.title"));
        String extension = layout.extension();
        chooser.setInitialFileName(name + "." + extension);
        chooser.getExtensionFilters().add(new ExtensionFilter(extension, "*." + extension));
        return Optional.ofNullable(chooser.showSaveDialog(window)).map(File::toPath);
    }

    /// A title without what file systems do not take.
    static String fileName(String title) {
        String plain = title.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]+", " ").strip();
        String cut =
                plain.codePointCount(0, plain.length()) <= MAX_NAME
                        ? plain
                        : plain.substring(0, plain.offsetByCodePoints(0, MAX_NAME)).strip();
        return cut.isEmpty() || cut.startsWith(".") ? "conversation" + cut : cut;
    }

    private PageWords words() {
        return new PageWords(
                messages.text("library.page.you"),
                messages.text("library.page.model"),
                messages.text("library.untitled"),
                messages.text("library.page.picture"),
                who -> AnswererWords.of(who, messages),
                messages.locale());
    }

    /// Tells what came of an export or import.
    void tell(Outcome outcome, Window window) {
        switch (outcome) {
            case Outcome.Exported(Path file) ->
                    new Notice(messages.text("library.exported"), file.toString(), close())
                            .show(window);
            case Outcome.Imported imported ->
                    new Notice(
                                    messages.text("library.imported", imported.count()),
                                    imported.problems().stream()
                                            .map(this::sentence)
                                            .collect(Collectors.joining("\n")),
                                    close())
                            .show(window);
        }
    }

    private String close() {
        return messages.text("library.told");
    }

    private String sentence(ImportProblem problem) {
        String why =
                messages.text(
                        switch (problem.reason()) {
                            case MALFORMED -> "library.import.malformed";
                            case EMPTY -> "library.import.empty";
                            case PICTURE_MISSING -> "library.import.pictureMissing";
                            case PICTURE_DAMAGED -> "library.import.pictureDamaged";
                        });
        return messages.text(
                "library.import.problem",
                problem.number(),
                problem.title().isBlank() ? messages.text("library.untitled") : problem.title(),
                why,
                problem.detail());
    }
}
