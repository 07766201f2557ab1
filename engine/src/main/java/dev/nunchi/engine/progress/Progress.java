package dev.nunchi.engine.progress;

/// Where a long call says how far it is. Called on the thread that does the work.
@FunctionalInterface
public interface Progress {
    /// For callers who do not want to know.
    Progress NONE = (_, _, _) -> {};

    /// @param done units of work done, `0..total`; bytes, tokens or steps, as the stage has them
    /// @param total units of work in all; 0 if not known
    void report(Stage stage, long done, long total);
}
