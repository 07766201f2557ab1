package dev.nunchi.app.ui.curate;

/// A part of the data page.
public enum DataTab {
    /// Where rows are made.
    GENERATE,
    /// Where they are reviewed.
    REVIEW,
    /// What a set consists of.
    STATISTICS
}
