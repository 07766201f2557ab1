package dev.nunchi.app.settings;

/// Everything that the program can use the network for. Nothing of it is allowed until the person
/// allows it, see [Settings#allows]; the privacy page lists them all, and a test holds every class
/// that can reach the network to one of them.
public enum NetworkUse {
    /// Getting the model that was chosen from the catalogue: `app.download`.
    MODEL_DOWNLOADS,
    /// Sending a question, with its pictures, to a server that the person has named: `app.remote`.
    REMOTE_ANSWERS,
    /// Answering other programs, on this computer or, with a key, elsewhere: `app.server`.
    SERVING
}
