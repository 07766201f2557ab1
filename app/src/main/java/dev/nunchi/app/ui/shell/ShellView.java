package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Correction;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.chat.ChatView;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;
import dev.nunchi.engine.finetune.RunSummary;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

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
    private final Map<Page, Node> pages;
    private final Map<KeyCombination, Runnable> shortcuts;
    private final VBox news = new VBox();
    private @Nullable Banner problemBanner;
    private @Nullable Banner offer;

    /// The contents of the pages.
    public record Contents(ChatView chat, Node models, Node train, Node settings) {}

    public ShellView(ShellViewModel viewModel, Messages messages, Contents contents) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.chat = contents.chat();
        this.pages =
                Map.of(
                        Page.CHAT, new ChatPage(viewModel, messages, chat),
                        Page.MODELS, contents.models(),
                        Page.TRAIN, contents.train(),
                        Page.SETTINGS, contents.settings());
        this.sideBar = new SideBar(viewModel, messages, this::startNew);
        getStyleClass().add("shell");
        Stylesheet.addTo(this, "shell.css");
        ControlStyles.addTo(this);
        var content = new StackPane();
        content.getChildren().addAll(pages.values());
        content.getStyleClass().add("shell-content");
        // Pages may be narrower than they would like to be; they must not push the side bar out.
        content.setMinWidth(0);
        news.getStyleClass().add("shell-news");
        var middle = new BorderPane(content);
        middle.setTop(news);
        middle.setMinWidth(0);
        var frame = new BorderPane(middle);
        frame.setLeft(sideBar);
        getChildren().addAll(frame, deletedToast(), correctedToast());
        shortcuts = shortcuts();
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        widthProperty().subscribe(width -> fitTo(width.doubleValue()));
        viewModel.pageProperty().subscribe(this::show);
        // Nothing can take the focus before there is a scene.
        sceneProperty().subscribe(_ -> show(viewModel.pageProperty().get()));
        viewModel.problemProperty().subscribe(this::show);
        WhileShown.follow(
                this, viewModel.features().train().interruptedProperty(), this::showOffer);
    }

    private Map<KeyCombination, Runnable> shortcuts() {
        return Map.of(
                KeyCombination.valueOf("Shortcut+N"), this::startNew,
                KeyCombination.valueOf("Shortcut+F"), sideBar::focusSearch,
                KeyCombination.valueOf("Shortcut+B"), viewModel::toggleSideBar,
                KeyCombination.valueOf("Shortcut+I"), viewModel::toggleInspector,
                KeyCombination.valueOf("Shortcut+Comma"), () -> viewModel.show(Page.SETTINGS),
                KeyCombination.valueOf("Shortcut+1"), () -> viewModel.show(Page.CHAT),
                KeyCombination.valueOf("Shortcut+2"), () -> viewModel.show(Page.MODELS),
                KeyCombination.valueOf("Shortcut+3"), () -> viewModel.show(Page.TRAIN),
                KeyCombination.valueOf("Shortcut+4"), () -> viewModel.show(Page.SETTINGS));
    }

    private Node deletedToast() {
        var library = viewModel.features().library();
        return toast(
                "undo-toast",
                new UndoToast.Offer(
                        library.deletedProperty().map(now -> now.map(this::deletedWords)),
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
                new UndoToast.Offer(
                        chatModel.correctionProperty().map(now -> now.map(this::correctedWords)),
                        chatModel::undoCorrection,
                        chatModel::forgetCorrection));
    }

    private String correctedWords(Correction correction) {
        return messages.text(
                correction.refusal().isEmpty()
                        ? "chat.corrected"
                        : "chat.corrected.severalPictures");
    }

    private Node toast(String id, UndoToast.Offer offer) {
        var toast = new UndoToast(offer, messages);
        toast.setId(id);
        StackPane.setAlignment(toast, Pos.BOTTOM_CENTER);
        StackPane.setMargin(toast, new Insets(0, MARGIN, TOAST_MARGIN, MARGIN));
        return toast;
    }

    private void onKey(KeyEvent event) {
        shortcuts.entrySet().stream()
                .filter(entry -> entry.getKey().match(event))
                .findFirst()
                .ifPresent(entry -> {
                    entry.getValue().run();
                    event.consume();
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

    private void show(Page now) {
        pages.forEach((page, node) -> {
            node.setVisible(page == now);
            node.setManaged(page == now);
        });
        // What had the focus has gone out of sight.
        switch (now) {
            case CHAT -> chat.focusQuestion();
            case MODELS, TRAIN, SETTINGS ->
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
