package dev.nunchi.app.ui.compare;

/// Who has the model that answers in the conversations. FX thread only.
public interface ModelLender {
    /// Leaves the open model to a comparison, which may open others in its place; the conversations
    /// are not answered meanwhile.
    void lend();

    /// Answers the conversations again as before. Costs nothing if the same model is still open.
    void takeBack();
}
