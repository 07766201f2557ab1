package dev.nunchi.engine.text;

/// A piece of a rendered prompt.
///
/// @param target whether the model has to produce it: an answer with its end-of-turn token, as
///   fine-tuning learns it
public record Segment(String text, Owner owner, boolean target) {
    /// Template text that the model is given.
    public static Segment layout(String text) {
        return new Segment(text, Owner.LAYOUT, false);
    }

    /// A person's text that the model is given.
    public static Segment content(String text) {
        return new Segment(text, Owner.CONTENT, false);
    }

    /// The same text as something to learn.
    public Segment asTarget() {
        return new Segment(text, owner, true);
    }
}
