package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.data.RowSource.Row;
import dev.nunchi.engine.error.DataException;

import java.io.IOException;
import java.util.List;

/// Reads rows of JSON, each of which may be a conversation or a picture with captions.
record RowReader(CaptionRows captions, ConversationRows conversations, PictureFinder pictures) {
    void read(RowSource rows, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, DataException {
        for (var row = rows.next(); row.isPresent(); row = rows.next()) {
            switch (row.get()) {
                case Row.Refused refused ->
                        builder.problem(refused.number(), refused.reason(), refused.detail());
                case Row.Text text -> read(text, builder);
            }
            if (!watch.goesOn(row.get().number(), rows.position())) {
                return;
            }
        }
    }

    private void read(Row.Text text, DatasetBuilder builder) throws DataException {
        long number = text.number();
        try {
            for (var sample : samples(JsonRow.parse(text.bytes()), number, builder)) {
                builder.add(number, sample);
            }
        } catch (RefusedRowException e) {
            builder.problem(number, e);
        }
    }

    private List<Sample> samples(JsonRow row, long number, DatasetBuilder builder)
            throws RefusedRowException, DataException {
        if (ConversationRows.matches(row)) {
            var reading = conversations.read(row, number, pictures);
            String id = Words.shortened(reading.sample().id());
            for (var reason : reading.remarks()) {
                builder.problem(number, reason, id);
            }
            return List.of(reading.sample());
        }
        if (CaptionRows.matches(row)) {
            return captions.read(row, number, pictures);
        }
        throw new RefusedRowException(Reason.FIELD_MISSING, "conversations, messages, captions");
    }
}
