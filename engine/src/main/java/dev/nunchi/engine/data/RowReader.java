package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowSource.Row;
import dev.nunchi.engine.error.DataException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reads rows of JSON, each of which may be a conversation or a picture with captions.
record RowReader(CaptionRows captions, ConversationRows conversations, PictureFinder pictures) {
    void read(Path file, RowSource rows, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, DataException {
        for (var next = rows.next(); next.isPresent(); next = rows.next()) {
            var row = row(file, next.get());
            for (var problem : row.problems()) {
                builder.problem(problem.row(), problem.reason(), problem.detail());
            }
            for (var sample : row.samples()) {
                builder.add(row.number(), sample);
            }
            if (!watch.goesOn(row.number(), rows.position())) {
                return;
            }
        }
    }

    /// One row by itself.
    ///
    /// @param file that the row is of
    DataRow row(Path file, Row row) {
        return switch (row) {
            case Row.Refused(long number, var reason, var detail) ->
                    refused("", new RowProblem(file, number, reason, detail));
            case Row.Text(long number, byte[] bytes) -> row(file, number, bytes);
        };
    }

    private DataRow row(Path file, long number, byte[] bytes) {
        String json = "";
        try {
            json = JsonRow.decode(bytes);
            return row(file, number, JsonRow.parse(json), json);
        } catch (RefusedRowException e) {
            return refused(json, new RowProblem(file, number, e.reason(), e.detail()));
        }
    }

    private DataRow row(Path file, long number, JsonRow row, String json)
            throws RefusedRowException {
        if (ConversationRows.matches(row)) {
            var reading = conversations.read(row, number, pictures);
            String id = Words.shortened(reading.sample().id());
            var problems =
                    reading.remarks().stream()
                            .map(reason -> new RowProblem(file, number, reason, id))
                            .toList();
            return new DataRow(number, json, List.of(reading.sample()), problems);
        }
        if (CaptionRows.matches(row)) {
            return new DataRow(number, json, captions.read(row, number, pictures), List.of());
        }
        throw new RefusedRowException(
                RowProblem.Reason.FIELD_MISSING, "conversations, messages, captions");
    }

    private static DataRow refused(String json, RowProblem problem) {
        return new DataRow(problem.row(), json, List.of(), List.of(problem));
    }
}
