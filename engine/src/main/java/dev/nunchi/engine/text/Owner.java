package dev.nunchi.engine.text;

/// Who wrote a piece of a prompt.
public enum Owner {
    /// The chat template: only this text may become special tokens.
    LAYOUT,
    /// A person, a system prompt or the model: always plain text, whatever it spells.
    CONTENT
}
