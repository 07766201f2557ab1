package dev.nunchi.app.service;

import dev.nunchi.engine.data.Sample;

import java.util.List;

/// A sample as a model reads it: what it is given, and what it learns to say.
///
/// @param tokens positions in all, the picture's among them
/// @param learntTokens those that the loss counts
public record PreviewRow(Sample sample, List<Span> spans, int tokens, int learntTokens) {
    /// A piece of the text.
    public record Span(String text, Kind kind) {}

    /// What a piece is for the model.
    public enum Kind {
        /// Layout of the chat template and words that it is given.
        GIVEN,
        /// What it learns to say.
        LEARNT,
        /// Where the picture's tokens stand.
        PICTURE
    }

    public PreviewRow {
        spans = List.copyOf(spans);
    }
}
