package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationFolder;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.PastWork;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

import java.util.List;
import java.util.Optional;

/// Evaluations that were begun before: shown again, or gone on with.
final class EarlierPane extends StackPane {
    private final EvaluateViewModel page;
    private final Messages messages;
    private final PastWork list;

    EarlierPane(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        list = new PastWork(messages.text("evaluation.earlier"), "evaluation-earlier");
        getChildren().add(list);
        WhileShown.follow(this, page.earlier(), this::show);
        WhileShown.follow(this, page.loadedProperty(), _ -> show());
        WhileShown.follow(this, page.stateProperty().map(EvaluateState::isActive), _ -> show());
    }

    private void show() {
        if (page.loadedProperty().get()) {
            list.show(
                    page.earlier().stream().filter(this::isAtRest).map(this::item).toList(),
                    messages.text("evaluation.earlier.none"));
        } else {
            list.showLoading();
        }
    }

    /// The one that is at work is shown above.
    private boolean isAtRest(EvaluationFolder evaluation) {
        var state = page.stateProperty().get();
        return !state.isActive()
                || state.shown().filter(now -> now.folder().equals(evaluation.folder())).isEmpty();
    }

    private PastWork.Item item(EvaluationFolder evaluation) {
        String title = OrderWords.name(evaluation.order(), messages);
        String begun = messages.formats().moment(evaluation.begun());
        boolean finished = evaluation.finished();
        var busy =
                page.stateProperty().get().isActive()
                        ? Optional.of(messages.text("evaluation.not.active"))
                        : Optional.<String>empty();
        var open =
                PastWork.act(
                        messages.text(finished ? "evaluation.earlier.open" : "evaluation.proceed"),
                        title + ", " + begun,
                        busy,
                        () -> page.proceed(evaluation));
        return new PastWork.Item(
                title,
                messages.text(
                        finished ? "evaluation.earlier.finished" : "evaluation.earlier.begun"),
                OrderWords.facts(evaluation.order(), messages) + "  ·  " + begun,
                List.of(open, removal(evaluation, title, busy)));
    }

    private Button removal(EvaluationFolder evaluation, String title, Optional<String> busy) {
        String words = messages.text("evaluation.earlier.remove");
        var remove = PastWork.act(words, title, busy, () -> remove(evaluation, title));
        remove.setGraphic(Icon.DELETE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setTooltip(new Tooltip(words));
        return remove;
    }

    private void remove(EvaluationFolder evaluation, String title) {
        var question =
                new Confirmation(
                        messages.text("evaluation.earlier.remove.title", title),
                        messages.text("evaluation.earlier.remove.body"),
                        messages.text("evaluation.earlier.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            page.remove(evaluation);
        }
    }
}
