package dev.nunchi.engine.data;

import java.util.List;

/// A row of a data file: what can be learnt from it, and its text for whoever keeps more.
///
/// @param number from 1, as people count rows: see [RowProblem#row]
/// @param json the row as it is written; empty if it is not read
/// @param samples one for a conversation, one a caption; empty if the row is refused
/// @param problems why it is refused, or what is unusual
public record DataRow(long number, String json, List<Sample> samples, List<RowProblem> problems) {
    public DataRow {
        samples = List.copyOf(samples);
        problems = List.copyOf(problems);
    }
}
