package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.ui.library.LibraryView;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Mark;

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

/// The left side: conversations, pages, what runs. Folds to a column of icons.
final class SideBar extends VBox {
    private static final double MARK_SIZE = 24;
    private static final double WIDTH = 248;
    private static final double FOLDED_WIDTH = 56;

    private final ShellViewModel viewModel;
    private final Messages messages;
    private final LibraryView library;
    private final Button fold = new Button();
    private final List<ButtonBase> folding = new ArrayList<>();
    private final List<Node> hiding = new ArrayList<>();

    /// @param startNew begins a conversation
    SideBar(ShellViewModel viewModel, Messages messages, Runnable startNew) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.library = new LibraryView(viewModel.features().library(), messages);
        getStyleClass().addAll("side-bar", "edge-right");
        setId("side-bar");
        VBox.setVgrow(library, Priority.ALWAYS);
        var strip = new JobStrip(viewModel, messages);
        hiding.add(library);
        getChildren()
                .addAll(
                        header(),
                        newConversation(startNew),
                        search(),
                        library,
                        space(),
                        strip,
                        pages());
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

    private Node newConversation(Runnable startNew) {
        var button = new Button(messages.text("shell.newConversation"), Icon.ADD.node());
        button.setId("new-conversation");
        button.getStyleClass().add("new-conversation");
        button.setOnAction(_ -> startNew.run());
        return folds(button);
    }

    /// Stands for the search field while the side bar is folded.
    private Node search() {
        var button = new Button(messages.text("library.search"), Icon.SEARCH.node());
        button.getStyleClass().addAll("quiet", "nav-button");
        button.setOnAction(_ -> focusSearch());
        button.visibleProperty().bind(viewModel.sideBarProperty().map(Panel.HIDDEN::equals));
        button.managedProperty().bind(button.visibleProperty());
        return folds(button);
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
                        page(Page.TRAIN, "shell.page.train", Icon.TRAIN),
                        page(Page.SETTINGS, "shell.page.settings", Icon.SETTINGS));
        pages.getStyleClass().add("side-bar-pages");
        return pages;
    }

    private Node page(Page page, String key, Icon icon) {
        var button = new ToggleButton(messages.text(key), icon.node());
        button.setId("page-" + key.substring(key.lastIndexOf('.') + 1));
        button.getStyleClass().addAll("quiet", "nav-button");
        viewModel.pageProperty().subscribe(now -> button.setSelected(now == page));
        button.setOnAction(_ -> {
            viewModel.show(page);
            button.setSelected(true);
        });
        return folds(button);
    }

    private ButtonBase folds(ButtonBase button) {
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinWidth(0);
        button.setAccessibleText(button.getText());
        folding.add(button);
        return button;
    }

    /// The open conversation is marked strongly only while it is in sight.
    private void show(Page page) {
        library.getStyleClass().remove("elsewhere");
        if (page != Page.CHAT) {
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
            button.setTooltip(folded ? new Tooltip(button.getText()) : null);
        });
        String words = messages.text(folded ? "shell.sideBar.show" : "shell.sideBar.hide");
        fold.setAccessibleText(words);
        fold.setTooltip(new Tooltip(words));
    }
}
