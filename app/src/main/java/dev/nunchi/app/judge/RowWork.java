package dev.nunchi.app.judge;

import dev.nunchi.app.parallel.ParallelExecutor;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeacherException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// Has rows made that are not kept yet, and keeps each as it comes: one after another on the
/// calling thread, or several at once where a model can take them.
///
/// @param rows in the order in which they are asked for
record RowWork(List<Row> rows, Journal kept) {
    /// A row to be made.
    record Row(String key, Maker maker) {}

    /// Makes a row.
    @FunctionalInterface
    interface Maker {
        /// @return empty when cancelled
        Optional<ObjectNode> make() throws EngineException, TeacherException;
    }

    /// A row as it was made.
    private record Made(String key, Optional<ObjectNode> row) {}

    /// Hears of each row that is there, on the calling thread.
    @FunctionalInterface
    interface Count {
        void rows(long done, long total);
    }

    /// @return whether all rows are there; not when cancelled
    boolean run(ChatModel model, Count count, CancelToken cancel)
            throws EngineException, TeacherException {
        var missing = rows.stream().filter(row -> kept.find(row.key()).isEmpty()).toList();
        if (missing.isEmpty()) {
            count.rows(rows.size(), rows.size());
            return true;
        }
        if (model.concurrency() == 1) {
            for (var row : missing) {
                if (cancel.isCancelled()) {
                    return false;
                }
                keep(new Made(row.key(), row.maker().make()), count);
            }
        } else {
            new ParallelExecutor(model.concurrency(), cancel)
                    .run(missing.iterator(), RowWork::made, made -> keep(made, count));
        }
        return rows.stream().allMatch(row -> kept.find(row.key()).isPresent());
    }

    private static Made made(Row row) throws TeacherException {
        try {
            return new Made(row.key(), row.maker().make());
        } catch (EngineException e) {
            throw new TeacherException(Reason.MODEL, e);
        }
    }

    private void keep(Made made, Count count) throws EngineException {
        if (made.row().isPresent()) {
            kept.add(made.key(), made.row().get());
        }
        count.rows(
                rows.stream().filter(row -> kept.find(row.key()).isPresent()).count(), rows.size());
    }
}
