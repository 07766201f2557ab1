package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;

import java.io.IOException;
import java.util.List;

/// Reads the captions of a table, one a record.
record TableReader(CaptionRows captions, PictureFinder pictures) {
    /// @param rows at the record after the header
    void read(TableRows rows, TableHeader header, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, DataException {
        boolean goesOn = true;
        while (goesOn && rows.hasNext()) {
            long line = rows.line();
            try {
                var fields = rows.next();
                if (!fields.equals(List.of(""))) {
                    builder.add(line, sample(fields, header, line));
                }
            } catch (RefusedRowException e) {
                builder.problem(line, e);
            }
            goesOn = watch.goesOn(line, rows.position());
        }
    }

    private Sample sample(List<String> fields, TableHeader header, long line)
            throws RefusedRowException {
        if (fields.size() <= Math.max(header.picture(), header.caption())) {
            throw new RefusedRowException(
                    Reason.FIELD_MISSING, "%d columns".formatted(fields.size()));
        }
        String name = fields.get(header.picture());
        return captions.sample(
                name + "#" + line, pictures.find(name), fields.get(header.caption()));
    }
}
