package dev.nunchi.app.platform;

/// Tells the person something while they look elsewhere.
@FunctionalInterface
public interface Notifier {
    /// May take a moment; never fails. What it cannot tell is told by the window alone.
    ///
    /// @param title a few words
    /// @param body one sentence, nothing of what is talked about
    void tell(String title, String body);
}
