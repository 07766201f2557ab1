package dev.nunchi.app.download;

import dev.nunchi.app.download.ModelDownloads.Downloaded;

/// A model that the person wants, and how far it is.
public record Download(CatalogueModel model, State state) {
    /// How far it is.
    public sealed interface State {
        /// Its turn will come.
        record Waiting() implements State {}

        record Running(DownloadProgress progress) implements State {}

        /// Goes on when the person says so.
        record Paused() implements State {}

        /// Something is in the way; the person may try again.
        record Failed(DownloadException failure) implements State {}

        /// All files are there, ready to be imported.
        record Finished(Downloaded downloaded) implements State {}

        /// Whether it runs or will.
        default boolean isActive() {
            return this instanceof Waiting || this instanceof Running;
        }
    }
}
