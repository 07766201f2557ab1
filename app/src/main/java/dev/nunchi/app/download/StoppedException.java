package dev.nunchi.app.download;

/// The person asked to stop; what is there is kept. Does not leave this package.
final class StoppedException extends Exception {
    StoppedException() {
        super("stopped", null, false, false);
    }
}
