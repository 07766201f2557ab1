package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The second tab: which set, and then the set.
final class ReviewPage extends VBox {
    private final CurateViewModel page;
    private final Messages messages;
    private final VBox news = new VBox();
    private final StackPane body = new StackPane();
    private final StartPane start;
    private final ReviewPane review;

    ReviewPage(CurateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().add("review-page");
        start = new StartPane(page, messages);
        review = new ReviewPane(page, messages);
        news.getStyleClass().add("review-news");
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(news, body);
        WhileShown.follow(this, page.stateProperty(), this::show);
        WhileShown.follow(this, page.news().problemProperty(), this::show);
    }

    /// Keys work wherever on the page the focus is.
    void pressed(KeyEvent event) {
        if (page.stateProperty().get() instanceof CurateState.Reviewing) {
            review.pressed(event);
        }
    }

    private void show(CurateState state) {
        switch (state) {
            case CurateState.Choosing choosing -> {
                start.show(choosing.known());
                body.getChildren().setAll(start);
            }
            case CurateState.Importing importing -> body.getChildren().setAll(progress(importing));
            case CurateState.Reviewing _ -> {
                if (!body.getChildren().contains(review)) {
                    body.getChildren().setAll(review);
                    review.takeFocus();
                }
            }
        }
    }

    private VBox progress(CurateState.Importing importing) {
        double fraction = importing.progress().fraction();
        var name =
                Nodes.label(
                        messages.text(
                                "curate.importing", String.valueOf(importing.file().getFileName())),
                        "strong");
        var cancel =
                Nodes.button(
                        messages.text("shell.cancel"), "curate-cancel-import", page::cancelImport);
        var row = new HBox(name, Nodes.space(), cancel);
        row.getStyleClass().add("review-import-row");
        var bar = new ProgressBar(fraction);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(name.getText());
        var words =
                Nodes.label(
                        fraction < 0
                                ? messages.text("curate.importing.body")
                                : messages.text("curate.importing.body")
                                        + " · "
                                        + messages.formats().percent(fraction),
                        "muted",
                        "small");
        var box = new VBox(row, bar, words);
        box.getStyleClass().addAll("well", "review-import");
        box.setMaxHeight(USE_PREF_SIZE);
        return box;
    }

    private void show(Optional<Problem> problem) {
        news.getChildren().clear();
        problem.ifPresent(now -> {
            var words =
                    new Banner.Words(
                            messages.text("shell.details"), messages.text("shell.dismiss"));
            var banner = new Banner(Banner.Kind.ERROR, words, page.news()::dismiss);
            banner.show((now.sentence() + " " + now.act()).strip(), now.detail());
            news.getChildren().add(banner);
        });
        Nodes.show(news, problem.isPresent());
    }
}
