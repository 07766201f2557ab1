package dev.nunchi.app.ui.chat;

/// Why a question cannot be sent now; the first that applies is told.
public enum Blocker {
    /// There is no model.
    NO_MODEL,
    /// The model is still being loaded.
    LOADING_MODEL,
    /// A comparison has the models.
    COMPARING,
    /// An answer is on its way; it can be stopped.
    ANSWERING,
    /// The draft has pictures but the model has no eyes.
    NO_EYES,
    /// A picture of the draft could not be read.
    FAILED_PICTURE,
    /// A picture of the draft is still being read.
    READING_PICTURE,
    /// Nothing was asked.
    NO_QUESTION
}
