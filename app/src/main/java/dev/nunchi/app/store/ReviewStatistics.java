package dev.nunchi.app.store;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.engine.data.SampleType;

import java.util.List;
import java.util.Map;

/// What a set consists of, and what one reviewer has made of it.
///
/// @param kinds the kinds that occur
/// @param lengths rows by the number of words in their answers
/// @param objects the commonest categories of boxes, the commonest first
/// @param findings rows by the check that found something, the commonest first
public record ReviewStatistics(
        Map<SampleType, ReviewTally> kinds,
        List<Bin> lengths,
        List<Named> objects,
        List<Found> findings) {
    public ReviewStatistics {
        kinds = Map.copyOf(kinds);
        lengths = List.copyOf(lengths);
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }

    /// Rows with `from <= words < to`.
    public record Bin(int from, int to, int rows) {}

    /// Rows in which a check found something.
    public record Found(CheckName check, int rows) {}

    /// Rows by a name.
    public record Named(String name, int rows) {}
}
