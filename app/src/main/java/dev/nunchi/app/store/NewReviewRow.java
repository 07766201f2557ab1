package dev.nunchi.app.store;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.engine.data.SampleType;

import java.util.List;

/// A row on its way into a review.
///
/// @param kind what it teaches
/// @param words of its answers, by white space
/// @param text of all turns: what a search finds
/// @param objects the categories of its boxes, each once
/// @param line the whole row as its file format spells it; the store does not look into it
/// @param findings of the checks
public record NewReviewRow(
        SampleType kind,
        int words,
        String text,
        List<String> objects,
        String line,
        List<Finding> findings) {
    public NewReviewRow {
        objects = List.copyOf(objects);
        findings = List.copyOf(findings);
    }
}
