package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Confirmation;

import javafx.scene.control.MenuItem;
import javafx.stage.Window;

/// Decisions on all rows that pass the filter, with their number, after a question.
final class BatchMenu {
    private final QueueViewModel queue;
    private final Messages messages;
    private final MenuItem accept;
    private final MenuItem reject;

    BatchMenu(QueueViewModel queue, Messages messages, MenuItem accept, MenuItem reject) {
        this.queue = queue;
        this.messages = messages;
        this.accept = accept;
        this.reject = reject;
        count();
    }

    /// Says how many rows there are now.
    void count() {
        int rows = queue.matchingProperty().get();
        boolean none = rows == 0 || queue.editingProperty().get();
        accept.setText(messages.text("curate.acceptAll", rows));
        reject.setText(messages.text("curate.rejectAll", rows));
        accept.setDisable(none);
        reject.setDisable(none);
    }

    void accept(Window owner) {
        if (question("curate.acceptAll.title", "curate.acceptAll").isAgreed(owner)) {
            queue.acceptAll();
        }
    }

    void reject(Window owner) {
        if (question("curate.rejectAll.title", "curate.rejectAll").isGiven(owner)) {
            queue.rejectAll();
        }
    }

    private Confirmation question(String title, String act) {
        int rows = queue.matchingProperty().get();
        return new Confirmation(
                messages.text(title, rows),
                messages.text("curate.batch.body", rows),
                messages.text(act, rows),
                messages.text("shell.cancel"));
    }
}
