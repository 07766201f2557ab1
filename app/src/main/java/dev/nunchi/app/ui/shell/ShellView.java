package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Correction;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.chat.ChatView;
import dev.nunchi.app.ui.command.Commands;
import dev.nunchi.app.ui.command.Overlay;
import dev.nunchi.app.ui.command.Palette;
import dev.nunchi.app.ui.command.PaletteViewModel;
import dev.nunchi.app.ui.command.Shortcuts;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;
import dev.nunchi.engine.finetune.RunSummary;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The whole content of the window.
public final class ShellView extends StackPane {
    private static final double MARGIN = 16;
    // High enough to leave the field for questions free.
    private static final double TOAST_MARGIN = 120;
    private static final double BANNER_WIDTH = 760;

    private final ShellViewModel viewModel;
    private final Messages messages;
    private final SideBar sideBar;
    private final ChatView chat;
    private final Map<Page, Supplier<Node>> contents;
    private final Map<Page, Node> pages = new EnumMap<>(Page.class);
    private final StackPane content = new StackPane();
    private final Commands commands;
    private final Palette palette;
    private final Shortcuts shortcuts;
    private final VBox news = new VBox();
    private @Nullable Banner problemBanner;
    private @Nullable Banner offer;
    private @Nullable Banner modelOffer;

    /// The contents of the pages.
    ///
    /// @param others make those of the other pages, each when it is first shown: a window that is
    ///   only asked questions has no need of them
    public record Contents(ChatView chat, Map<Page, Supplier<Node>> others) {}

    public ShellView(ShellViewModel viewModel, Messages messages, Contents contents) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.chat = contents.chat();
        this.contents = contents.others();
        this.commands = ShellCommands.of(viewModel, acts());
        this.palette = new Palette(new PaletteViewModel(commands, messages), messages);
        this.shortcuts = new Shortcuts(commands, messages);
        this.sideBar = new SideBar(viewModel, messages, commands);
        getStyleClass().add("shell");
        Stylesheet.addTo(this, "shell.css");
        ControlStyles.addTo(this);
        add(Page.CHAT, new ChatPage(viewModel, messages, chat));
        content.getStyleClass().add("shell-content");
        // Pages may be narrower than they would like to be; they must not push the side bar out.
        content.setMinWidth(0);
        news.getStyleClass().add("shell-news");
        var middle = new BorderPane(content);
        middle.setTop(news);
        middle.setMinWidth(0);
        var frame = new BorderPane(middle);
        frame.setLeft(sideBar);
        getChildren().addAll(frame, deletedToast(), correctedToast(), palette, shortcuts);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        widthProperty().subscribe(width -> fitTo(width.doubleValue()));
        viewModel.pageProperty().subscribe(this::show);
        // Nothing can take the focus before there is a scene.
        sceneProperty().subscribe(_ -> show(viewModel.pageProperty().get()));
        viewModel.problemProperty().subscribe(this::show);
        WhileShown.follow(
                this, viewModel.features().train().interruptedProperty(), this::showOffer);
    }

    private ShellCommands.Acts acts() {
        return new ShellCommands.Acts(
                this::startNew,
                () -> sideBar.focusSearch(),
                this::choosePictures,
                () -> viewModel.lastAnswer().ifPresent(chat::copy),
                layout -> sideBar.library().export(layout),
                () -> sideBar.library().exportAll(),
                () -> sideBar.library().importAll(),
                () -> showOnly(palette),
                () -> showOnly(shortcuts));
    }

    private void choosePictures() {
        viewModel.show(Page.CHAT);
        chat.choosePictures();
    }

    private void showOnly(Overlay overlay) {
        Stream.of(palette, shortcuts)
                .filter(other -> !other.equals(overlay))
                .forEach(Overlay::close);
        overlay.toggle();
    }

    private Node deletedToast() {
        var library = viewModel.features().library();
        return toast(
                "undo-toast",
                new Toast.Offer(
                        library.deletedProperty().map(now -> now.map(this::deletedWords)),
                        messages.text("shell.undo"),
                        library::undoDelete,
                        library::forgetDeleted));
    }

    private String deletedWords(Conversation deleted) {
        String title = deleted.title();
        return messages.text(
                "library.deleted", title.isEmpty() ? messages.text("library.untitled") : title);
    }

    private Node correctedToast() {
        var chatModel = viewModel.features().chat();
        return toast(
                "correction-toast",
                new Toast.Offer(
                        chatModel.correctionProperty().map(now -> now.map(this::correctedWords)),
                        messages.text("shell.undo"),
                        chatModel::undoCorrection,
                        chatModel::forgetCorrection));
    }

    private String correctedWords(Correction correction) {
        return messages.text(
                correction.refusal().isEmpty()
                        ? "chat.corrected"
                        : "chat.corrected.severalPictures");
    }

    private Node toast(String id, Toast.Offer offer) {
        var toast = new Toast(offer, messages);
        toast.setId(id);
        StackPane.setAlignment(toast, Pos.BOTTOM_CENTER);
        StackPane.setMargin(toast, new Insets(0, MARGIN, TOAST_MARGIN, MARGIN));
        return toast;
    }

    /// What lies over the window leaves nothing beneath it in reach.
    private void onKey(KeyEvent event) {
        boolean covered = palette.isVisible() || shortcuts.isVisible();
        commands.of(event)
                .filter(command -> !covered || ShellCommands.isOverlay(command))
                .ifPresent(command -> {
                    // Also if something hinders it, so that nothing else happens instead.
                    event.consume();
                    command.run();
                });
    }

    private void startNew() {
        viewModel.newConversation();
        chat.focusQuestion();
    }

    private void fitTo(double width) {
        if (width > 0) {
            viewModel.fitTo(width);
        }
    }

    private void add(Page page, Node node) {
        pages.put(page, node);
        content.getChildren().add(node);
    }

    private void show(Page now) {
        var wanted = contents.get(now);
        if (wanted != null && !pages.containsKey(now)) {
            add(now, wanted.get());
        }
        pages.forEach((page, node) -> {
            node.setVisible(page == now);
            node.setManaged(page == now);
        });
        // What had the focus has gone out of sight.
        switch (now) {
            case CHAT -> chat.focusQuestion();
            case COMPARE, MODELS, DATA, TRAIN, EVALUATE, SETTINGS ->
                    Optional.ofNullable(pages.get(now)).ifPresent(Node::requestFocus);
        }
    }

    private void show(Optional<Problem> problem) {
        news.getChildren().remove(problemBanner);
        problem.ifPresent(now -> {
            problemBanner = banner(Banner.Kind.ERROR, viewModel::dismissProblem);
            problemBanner.show((now.sentence() + " " + now.act()).strip(), now.detail());
            news.getChildren().add(problemBanner);
        });
        showNews();
    }

    /// Offers to go on with a training that was interrupted.
    private void showOffer(Optional<RunSummary> interrupted) {
        news.getChildren().remove(offer);
        var train = viewModel.features().train();
        interrupted.ifPresent(run -> {
            offer = banner(Banner.Kind.NOTICE, train::postpone);
            offer.setId("train-interrupted");
            offer.show(
                    messages.text(
                            "train.interrupted", run.request().name(), run.step(), run.steps()),
                    "");
            offer.offer(
                    messages.text("train.interrupted.resume"),
                    () -> {
                        viewModel.show(Page.TRAIN);
                        train.resume(run);
                    });
            news.getChildren().add(offer);
        });
        showNews();
    }

    /// Tells of long work that has ended.
    public void follow(NewsViewModel ended) {
        getChildren()
                .add(
                        toast(
                                "news-toast",
                                new Toast.Offer(
                                        ended.latestProperty().map(now -> now.map(ended::words)),
                                        messages.text("support.news.show"),
                                        ended::follow,
                                        ended::forget)));
    }

    /// Puts a page over everything.
    public void cover(Node page) {
        getChildren().add(page);
    }

    /// Offers to import models that were opened from outside.
    public void follow(OpenedFiles opened) {
        WhileShown.follow(this, opened.modelProperty(), file -> showModel(opened, file));
    }

    private void showModel(OpenedFiles opened, Optional<Path> model) {
        news.getChildren().remove(modelOffer);
        model.ifPresent(file -> {
            modelOffer = banner(Banner.Kind.NOTICE, opened::dismissModel);
            modelOffer.setId("opened-model");
            modelOffer.show(
                    messages.text("support.opened.model", String.valueOf(file.getFileName())), "");
            modelOffer.offer(messages.text("support.opened.import"), opened::importModel);
            news.getChildren().add(modelOffer);
        });
        showNews();
    }

    private Banner banner(Banner.Kind kind, Runnable dismiss) {
        var words =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        var banner = new Banner(kind, words, dismiss);
        banner.setMaxWidth(BANNER_WIDTH);
        return banner;
    }

    private void showNews() {
        news.setVisible(!news.getChildren().isEmpty());
        news.setManaged(news.isVisible());
    }
}
