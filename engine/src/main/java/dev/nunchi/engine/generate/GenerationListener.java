package dev.nunchi.engine.generate;

/// Hears an answer while it is made. Called on the thread that generates.
public interface GenerationListener {
    /// For callers who wait for the end.
    GenerationListener NONE =
            new GenerationListener() {
                @Override
                public void onPrefill(int done, int total) {}

                @Override
                public void onText(String delta) {}
            };

    /// So many of the prompt's tokens are read.
    void onPrefill(int done, int total);

    /// A token was chosen; heard only if [GenerationOptions#alternatives] asks for it.
    default void onToken(TokenChoice choice) {}

    /// More of the answer: whole characters, never empty.
    void onText(String delta);
}
