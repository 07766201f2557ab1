package dev.nunchi.engine.finetune;

/// How a sample is laid out for learning.
public enum SampleForm {
    /// As the model's chat template does it; answers with their end token are learnt.
    CHAT,
    /// A picture, its caption and a line break, of which all text is learnt: the first stage's form
    /// in the reference implementation.
    PLAIN
}
