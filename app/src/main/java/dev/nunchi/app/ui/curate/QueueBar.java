package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.util.Optional;

/// The set, its reviewer, how far they are, and where the rows go.
final class QueueBar extends VBox {
    private final CurateViewModel page;
    private final Messages messages;
    private final Label name = new Label();
    private final Label progress = new Label();
    private final Label arriving = new Label();
    private final TallyBar bar = new TallyBar();
    private final ComboBox<String> reviewer = new ComboBox<>();

    QueueBar(CurateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().add("queue-bar");
        setMinWidth(0);
        name.getStyleClass().add("strong");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMinWidth(48);
        progress.getStyleClass().addAll("muted", "small");
        progress.setMinWidth(USE_PREF_SIZE);
        arriving.getStyleClass().addAll("muted", "small");
        arriving.setMinWidth(USE_PREF_SIZE);
        var row = new HBox(name, progress, arriving, Nodes.space(), person(), export(), more());
        row.getStyleClass().add("queue-bar-row");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row, bar);
        WhileShown.follow(this, page.stateProperty(), this::show);
        WhileShown.follow(this, page.queue().tallyProperty(), this::show);
        WhileShown.follow(this, page.reviewers(), this::showReviewers);
        WhileShown.follow(this, page.arrivingProperty(), this::showArriving);
    }

    private HBox person() {
        reviewer.setId("curate-reviewer");
        reviewer.setEditable(true);
        reviewer.getStyleClass().add("queue-reviewer");
        reviewer.setAccessibleText(messages.text("curate.reviewer"));
        reviewer.getEditor().setAccessibleText(messages.text("curate.reviewer"));
        reviewer.setTooltip(new Tooltip(messages.text("curate.reviewer.tip")));
        reviewer.setOnAction(_ -> Optional.ofNullable(reviewer.getValue()).ifPresent(page::become));
        var icon = Icon.PERSON.node();
        var box = new HBox(icon, reviewer);
        box.getStyleClass().add("queue-person");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private MenuButton export() {
        var file = new MenuItem(messages.text("curate.export"));
        file.setId("curate-export-file");
        file.setOnAction(_ -> chooseExport());
        var train = new MenuItem(messages.text("curate.train"));
        train.setOnAction(_ -> page.trainWithThese());
        var menu = new MenuButton(messages.text("curate.use"), null, train, file);
        menu.setId("curate-use");
        menu.setMinWidth(USE_PREF_SIZE);
        return menu;
    }

    private MenuButton more() {
        var accept = new MenuItem();
        accept.setId("curate-accept-all");
        var reject = new MenuItem();
        var other = new MenuItem(messages.text("curate.other"));
        other.setOnAction(_ -> page.choose());
        var menu = new MenuButton("", Icon.MORE.node());
        menu.setId("curate-more");
        menu.getStyleClass().addAll("quiet", "menu-icon-button");
        menu.setAccessibleText(messages.text("curate.more"));
        menu.setTooltip(new Tooltip(messages.text("curate.more")));
        var batch = new BatchMenu(page.queue(), messages, accept, reject);
        menu.setOnShowing(_ -> batch.count());
        accept.setOnAction(_ -> batch.accept(getScene().getWindow()));
        reject.setOnAction(_ -> batch.reject(getScene().getWindow()));
        menu.getItems().addAll(accept, reject, new SeparatorMenuItem(), other);
        return menu;
    }

    private void chooseExport() {
        if (!(page.stateProperty().get() instanceof CurateState.Reviewing(var set))) {
            return;
        }
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("curate.export.title"));
        var folder = set.source().file().getParent();
        if (folder != null && folder.toFile().isDirectory()) {
            chooser.setInitialDirectory(folder.toFile());
        }
        chooser.setInitialFileName(set.name().replaceFirst("\\.[^.]+$", "") + ".accepted.json");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                messages.text("curate.export.json"), "*.json"),
                        new FileChooser.ExtensionFilter(
                                messages.text("curate.export.jsonl"), "*.jsonl"));
        Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .ifPresent(file -> page.export(file.toPath()));
    }

    private void show(CurateState state) {
        if (state instanceof CurateState.Reviewing(var set)) {
            name.setText(set.name());
            name.setTooltip(new Tooltip(set.source().file().toString()));
        }
    }

    private void show(ReviewTally tally) {
        String words = messages.text("curate.decided", tally.decided(), tally.rows());
        progress.setText(words);
        var parts =
                messages.text(
                        "curate.tally",
                        tally.accepted(),
                        tally.edited(),
                        tally.rejected(),
                        tally.rows() - tally.decided());
        progress.setTooltip(new Tooltip(parts));
        bar.setAccessibleText(words + " · " + parts);
        bar.show(tally);
    }

    private void showArriving(Optional<JobProgress> coming) {
        Nodes.show(arriving, coming.isPresent());
        arriving.setText(
                coming.map(JobProgress::fraction)
                        .map(done ->
                                messages.text(
                                        "curate.arriving",
                                        done < 0 ? "…" : messages.formats().percent(done)))
                        .orElse(""));
    }

    private void showReviewers() {
        reviewer.getItems().setAll(page.reviewers());
        reviewer.setValue(page.reviewerProperty().get());
    }
}
