package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadProgress.Activity;

import java.time.Duration;
import java.util.function.Consumer;

/// Adds up what the transfers of a model's files report, and tells it a few times a second.
final class Reporter implements TransferListener {
    private static final long TELL_NANOS = Duration.ofMillis(150).toNanos();

    private final Consumer<DownloadProgress> listener;
    private final TransferRate rate = new TransferRate(System::nanoTime);
    private DownloadProgress now = DownloadProgress.asking();
    private long before;
    private long ofFile;
    private boolean opened;
    private long counted;
    private long toldAt = System.nanoTime();

    Reporter(Consumer<DownloadProgress> listener) {
        this.listener = listener;
    }

    /// @param total bytes of all files
    void begin(long total) {
        now = new DownloadProgress(Activity.RECEIVING, "", 0, total, 0);
    }

    /// Another file begins.
    void next(String file) {
        before += ofFile;
        ofFile = 0;
        opened = false;
        show(Activity.RECEIVING, file);
    }

    @Override
    public void received(long bytes) {
        // What was there when a file is opened, or is begun again, has not come just now.
        if (opened && bytes > ofFile) {
            counted += bytes - ofFile;
        }
        opened = true;
        ofFile = bytes;
        long since = System.nanoTime() - toldAt;
        if (since >= TELL_NANOS || now.activity() == Activity.WAITING) {
            rate.add(counted);
            counted = 0;
            show(Activity.RECEIVING, now.file());
        }
    }

    @Override
    public void waiting(Duration pause) {
        show(Activity.WAITING, now.file());
    }

    private void show(Activity activity, String file) {
        now =
                new DownloadProgress(
                        activity, file, before + ofFile, now.total(), rate.bytesPerSecond());
        tell();
    }

    /// Tells how it is now.
    void tell() {
        toldAt = System.nanoTime();
        listener.accept(now);
    }
}
