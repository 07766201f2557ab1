package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.ui.command.Command;
import dev.nunchi.app.ui.command.Commands;
import dev.nunchi.app.ui.library.LibraryView;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Mark;

import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The left side: conversations, pages, what runs. Folds to a column of icons.
final class SideBar extends VBox {
    private static final double MARK_SIZE = 24;
    private static final double WIDTH = 248;
    private static final double FOLDED_WIDTH = 56;

    private final ShellViewModel viewModel;
    private final Messages messages;
    private final Commands commands;
    private final LibraryView library;
    private final Button fold = new Button();
    private final List<ButtonBase> folding = new ArrayList<>();
    private final List<Node> hiding = new ArrayList<>();

    SideBar(ShellViewModel viewModel, Messages messages, Commands commands) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.commands = commands;
        this.library = new LibraryView(viewModel.features().library(), messages);
        getStyleClass().addAll("side-bar", "edge-right");
        setId("side-bar");
        VBox.setVgrow(library, Priority.ALWAYS);
        var strip = new JobStrip(viewModel, messages);
        hiding.add(library);
        getChildren()
                .addAll(header(), newConversation(), search(), library, space(), strip, pages());
        viewModel.sideBarProperty().subscribe(this::show);
        viewModel.pageProperty().subscribe(this::show);
    }

    void focusSearch() {
        viewModel.showSideBar();
        library.focusSearch();
    }

    private Node header() {
        var name = new Label(messages.text("shell.name"));
        name.getStyleClass().add("side-bar-name");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        fold.getStyleClass().addAll("quiet", "icon-button");
        fold.setId("side-bar-fold");
        fold.setGraphic(Icon.SIDE_BAR.node());
        fold.setOnAction(_ -> viewModel.toggleSideBar());
        var mark = Mark.node(MARK_SIZE);
        hiding.addAll(List.of(mark, name, space));
        var header = new HBox(mark, name, space, fold);
        header.getStyleClass().add("side-bar-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    LibraryView library() {
        return library;
    }

    private Node newConversation() {
        var button = new Button(messages.text("shell.newConversation"), Icon.ADD.node());
        button.setId("new-conversation");
        button.getStyleClass().add("new-conversation");
        return folds(button, "new");
    }

    /// Stands for the search field while the side bar is folded.
    private Node search() {
        var button = new Button(messages.text("library.search"), Icon.SEARCH.node());
        button.getStyleClass().addAll("quiet", "nav-button");
        button.visibleProperty().bind(viewModel.sideBarProperty().map(Panel.HIDDEN::equals));
        button.managedProperty().bind(button.visibleProperty());
        return folds(button, "search");
    }

    private Node space() {
        var space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        space.managedProperty().bind(viewModel.sideBarProperty().map(Panel.HIDDEN::equals));
        return space;
    }

    private Node pages() {
        var pages =
                new VBox(
                        page(Page.CHAT, "shell.page.chat", Icon.CHAT),
                        page(Page.MODELS, "shell.page.models", Icon.MODEL),
                        page(Page.DATA, "shell.page.data", Icon.DATA),
                        page(Page.TRAIN, "shell.page.train", Icon.TRAIN),
                        page(Page.EVALUATE, "shell.page.evaluate", Icon.EVALUATE),
                        page(Page.SETTINGS, "shell.page.settings", Icon.SETTINGS));
        pages.getStyleClass().add("side-bar-pages");
        return pages;
    }

    private Node page(Page page, String key, Icon icon) {
        var button = new ToggleButton(messages.text(key), icon.node());
        button.setId("page-" + key.substring(key.lastIndexOf('.') + 1));
        button.getStyleClass().addAll("quiet", "nav-button");
        viewModel
                .pageProperty()
                .subscribe(now -> button.setSelected(now == page || isPartOf(now, page)));
        folds(button, "page." + page.name().toLowerCase(Locale.ROOT));
        // A toggle button that is pressed again would be none any more.
        button.addEventHandler(ActionEvent.ACTION, _ -> button.setSelected(true));
        return button;
    }

    /// A comparison belongs to the conversation.
    private static boolean isPartOf(Page page, Page whole) {
        return page == Page.COMPARE && whole == Page.CHAT;
    }

    /// A button for a command; an icon where the side bar is folded.
    private ButtonBase folds(ButtonBase button, String command) {
        button.addEventHandler(
                ActionEvent.ACTION, _ -> commands.find(command).ifPresent(Command::run));
        button.setTooltip(new Tooltip(commands.hint(command, messages)));
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinWidth(0);
        button.setAccessibleText(button.getText());
        folding.add(button);
        return button;
    }

    /// The open conversation is marked strongly only while it is in sight.
    private void show(Page page) {
        library.getStyleClass().remove("elsewhere");
        if (page != Page.CHAT && !isPartOf(page, Page.CHAT)) {
            library.getStyleClass().add("elsewhere");
        }
    }

    private void show(Panel panel) {
        boolean folded = panel == Panel.HIDDEN;
        double width = folded ? FOLDED_WIDTH : WIDTH;
        setMinWidth(width);
        setPrefWidth(width);
        setMaxWidth(width);
        hiding.forEach(node -> {
            node.setVisible(!folded);
            node.setManaged(!folded);
        });
        folding.forEach(button -> {
            button.setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
            button.setAlignment(folded ? Pos.CENTER : Pos.CENTER_LEFT);
        });
        String words = messages.text(folded ? "shell.sideBar.show" : "shell.sideBar.hide");
        fold.setAccessibleText(words);
        fold.setTooltip(new Tooltip(words));
    }
}
