package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.CurationRow;
import dev.nunchi.app.ui.command.KeyCaps;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.TabMovesOn;
import dev.nunchi.engine.text.Role;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// The words of a row as fields, with a way to keep them and a way back.
final class TurnsEditor extends VBox {
    private static final int MIN_ROWS = 1;
    private static final int MAX_ROWS = 14;
    private static final int CHARACTERS_A_ROW = 56;

    private final QueueViewModel queue;
    private final List<TextArea> fields = new ArrayList<>();

    TurnsEditor(CurationRow row, QueueViewModel queue, Messages messages) {
        this.queue = queue;
        getStyleClass().add("turns-editor");
        for (var turn : row.current().turns()) {
            String speaker =
                    messages.text(
                            switch (turn.role()) {
                                case SYSTEM -> "curate.role.system";
                                case USER -> "curate.role.user";
                                case ASSISTANT -> "curate.role.assistant";
                            });
            var field = field(turn.text());
            field.setAccessibleText(speaker);
            getChildren().add(new VBox(4, Nodes.label(speaker, "muted", "small"), field));
            fields.add(field);
        }
        getChildren().add(acts(row, messages));
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        sceneProperty()
                .subscribe(scene -> {
                    if (scene != null) {
                        var field = first(row);
                        field.requestFocus();
                        field.end();
                    }
                });
    }

    /// Mostly an answer is wrong, not its question.
    private TextArea first(CurationRow row) {
        var roles = row.current().turns().stream().map(turn -> turn.role()).toList();
        return fields.get(Math.max(0, roles.indexOf(Role.ASSISTANT)));
    }

    private static TextArea field(String text) {
        var field = new TextArea(text);
        field.setWrapText(true);
        long lines = text.lines().mapToLong(line -> 1 + line.length() / CHARACTERS_A_ROW).sum();
        field.setPrefRowCount(Math.clamp(lines, MIN_ROWS, MAX_ROWS));
        field.setMinHeight(USE_PREF_SIZE);
        TabMovesOn.from(field);
        return field;
    }

    private HBox acts(CurationRow row, Messages messages) {
        var save =
                button(messages.text("curate.save"), "curate-save", "Shortcut+Enter", this::save);
        save.getStyleClass().add("primary");
        var cancel =
                button(
                        messages.text("curate.cancelEdit"),
                        "curate-cancel-edit",
                        "Esc",
                        queue::cancelEdit);
        var acts = new HBox(save, cancel);
        if (row.isChanged()) {
            var restore =
                    Nodes.button(
                            messages.text("curate.restore"), "curate-restore", () -> restore(row));
            restore.getStyleClass().add("quiet");
            acts.getChildren().addAll(Nodes.space(), restore);
        }
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER_LEFT);
        return acts;
    }

    private static Button button(String words, String id, String keys, Runnable act) {
        var button = Nodes.button(words, id, act);
        button.setGraphic(new KeyCaps(List.of(KeyCombination.valueOf(keys))));
        button.setAccessibleText(words);
        return button;
    }

    /// Puts back the words with which the row was imported; they still have to be kept.
    private void restore(CurationRow row) {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).setText(row.original().turns().get(i).text());
        }
    }

    private void save() {
        queue.save(fields.stream().map(TextArea::getText).toList());
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            queue.cancelEdit();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            save();
            event.consume();
        }
    }
}
