package dev.nunchi.app.teach;

import dev.nunchi.engine.data.DataOptions;
import dev.nunchi.engine.data.DataRow;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;

/// Reads files of instruction rows: LLaVA's layout, as a JSON list or JSON lines, with fields of
/// ours beside its own.
///
/// ```
/// {"id", "image", "type", "conversations": [{"from": "human", "value": "<image>\n…"},
///   {"from": "gpt", "value": "…"}], "captions": ["…"],
///  "objects": [{"category", "bbox": [x0, y0, x1, y1]}],
///  "provenance": {"teacher", "prompts", "seed", "made", "request"}}
/// ```
///
/// Other people's rows, which have only LLaVA's fields, are read too. A bad row costs no other one.
/// Memory: one row.
public final class InstructionRows {
    private InstructionRows() {}

    /// Takes what a file holds, in its order.
    ///
    /// @param <X> what it may fail with
    public interface Sink<X extends Exception> {
        void row(InstructionRow row) throws X;

        /// Of a row that is left out, or kept although something is unusual.
        void problem(RowProblem problem) throws X;
    }

    /// Hands out all rows.
    ///
    /// @param watch may end it after a row
    /// @throws EngineException if the file cannot be read or holds no rows of JSON
    public static <X extends Exception> void read(Path file, DataRows.Watch watch, Sink<X> sink)
            throws EngineException, X {
        DataRows.read(file, DataOptions.defaults(), watch, row -> take(file, row, sink));
    }

    private static <X extends Exception> void take(Path file, DataRow row, Sink<X> sink) throws X {
        for (var problem : row.problems()) {
            sink.problem(problem);
        }
        if (row.samples().isEmpty()) {
            return;
        }
        InstructionRow read;
        try {
            read = RowJson.read(row);
        } catch (BadFieldException e) {
            sink.problem(
                    new RowProblem(
                            file,
                            row.number(),
                            RowProblem.Reason.FIELD_MISSING,
                            String.valueOf(e.getMessage())));
            return;
        }
        sink.row(read);
    }
}
