package dev.nunchi.app.ui.curate;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.l10n.CheckWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.data.SampleType;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.util.StringConverter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Which rows are reviewed.
final class FilterBar extends FlowPane {
    private final CurateViewModel page;
    private final QueueViewModel queue;
    private final Messages messages;
    private final ComboBox<Standing> standing;
    private final ComboBox<Optional<SampleType>> kind;
    private final ComboBox<Optional<CheckName>> check;
    private final TextField words = new TextField();
    private final Label place = Nodes.label("", "muted", "small");
    private final Button clear;
    private boolean showing;

    FilterBar(CurateViewModel page, Messages messages) {
        this.page = page;
        this.queue = page.queue();
        this.messages = messages;
        getStyleClass().add("filter-bar");
        setRowValignment(VPos.CENTER);
        setAlignment(Pos.CENTER_LEFT);
        standing = choice("curate.filter.standing", this::nameOf);
        standing.setId("curate-standing");
        standing.getItems().setAll(Standing.values());
        kind = choice("curate.filter.kind", this::nameOfKind);
        kind.getItems().add(Optional.empty());
        for (var type : SampleType.values()) {
            kind.getItems().add(Optional.of(type));
        }
        check = choice("curate.filter.check", this::nameOfCheck);
        check.setId("curate-check");
        setUpWords();
        clear =
                Nodes.button(
                        messages.text("curate.filter.clear"),
                        "curate-filter-clear",
                        queue::showAll);
        clear.getStyleClass().add("quiet");
        getChildren().addAll(standing, kind, check, words, clear, place);
        standing.setOnAction(_ -> chosen());
        kind.setOnAction(_ -> chosen());
        check.setOnAction(_ -> chosen());
        WhileShown.follow(this, page.checks(), this::showChecks);
        WhileShown.follow(this, queue.filterProperty(), this::show);
        WhileShown.follow(this, queue.matchingProperty(), _ -> showPlace());
        WhileShown.follow(this, queue.rowProperty(), _ -> showPlace());
    }

    private <T> ComboBox<T> choice(String key, Function<T, String> name) {
        var box = new ComboBox<T>();
        box.setAccessibleText(messages.text(key));
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T value) {
                        return value == null ? "" : name.apply(value);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        return box;
    }

    private void setUpWords() {
        words.setId("curate-search");
        words.setPromptText(messages.text("curate.filter.words"));
        words.setAccessibleText(messages.text("curate.filter.words"));
        words.getStyleClass().add("filter-words");
        words.textProperty()
                .subscribe((_, now) -> {
                    if (!showing) {
                        queue.search(now);
                    }
                });
        words.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !words.getText().isEmpty()) {
                        words.clear();
                        event.consume();
                    }
                });
    }

    private String nameOf(Standing value) {
        return messages.text("curate.standing." + value.name().toLowerCase(Locale.ROOT));
    }

    private String nameOfKind(Optional<SampleType> value) {
        return value.map(type -> KindWords.of(type, messages))
                .orElseGet(() -> messages.text("curate.filter.allKinds"));
    }

    private String nameOfCheck(Optional<CheckName> value) {
        return value.map(name -> new CheckWords(messages).name(name))
                .orElseGet(() -> messages.text("curate.filter.allChecks"));
    }

    private void chosen() {
        if (showing) {
            return;
        }
        var now = queue.filterProperty().get();
        queue.filter(
                new ReviewFilter(
                        Optional.ofNullable(standing.getValue()).orElse(now.standing()),
                        Optional.ofNullable(kind.getValue()).orElse(now.kind()),
                        Optional.ofNullable(check.getValue()).orElse(now.check()),
                        now.words()));
    }

    private void showChecks() {
        var all = new ArrayList<Optional<CheckName>>(List.of(Optional.empty()));
        page.checks().forEach(name -> all.add(Optional.of(name)));
        showing = true;
        check.getItems().setAll(all);
        check.setValue(queue.filterProperty().get().check());
        showing = false;
    }

    private void show(ReviewFilter now) {
        showing = true;
        standing.setValue(now.standing());
        kind.setValue(now.kind());
        check.setValue(now.check());
        if (!words.getText().strip().equals(now.words().strip())) {
            words.setText(now.words());
        }
        showing = false;
        Nodes.show(clear, !now.equals(ReviewFilter.ALL));
    }

    private void showPlace() {
        int rows = queue.matchingProperty().get();
        place.setText(
                queue.rowProperty()
                        .get()
                        .map(row ->
                                messages.text(
                                        "curate.place",
                                        row.number(),
                                        queue.tallyProperty().get().rows(),
                                        rows))
                        .orElse(""));
    }
}
