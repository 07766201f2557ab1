package dev.nunchi.app.download;

import java.time.Duration;
import java.util.Optional;

/// How far the download of a model is.
///
/// @param file that is being received; empty while the server is asked what there is
/// @param done bytes of all files that are there
/// @param total bytes of all files; 0 if not known yet
/// @param bytesPerSecond lately; 0 if not known yet
public record DownloadProgress(
        Activity activity, String file, long done, long total, long bytesPerSecond) {
    /// What is being done.
    public enum Activity {
        /// The server is asked which files there are.
        ASKING,
        RECEIVING,
        /// Nothing came; it is tried again soon.
        WAITING
    }

    static DownloadProgress asking() {
        return new DownloadProgress(Activity.ASKING, "", 0, 0, 0);
    }

    /// `0..1`, or -1 if not known, as progress bars want it.
    public double fraction() {
        return total <= 0 ? -1 : Math.clamp((double) done / total, 0, 1);
    }

    /// How long it will take if it goes on as lately; empty if that is not known.
    public Optional<Duration> left() {
        return activity == Activity.RECEIVING && bytesPerSecond > 0
                ? Optional.of(Duration.ofSeconds((total - done) / bytesPerSecond))
                : Optional.empty();
    }
}
