package dev.nunchi.app.download;

import dev.nunchi.engine.progress.CancelToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for the network, no longer than is reasonable and no longer than the person wants.
///
/// @param stall how long nothing may come
record Patience(Duration stall, CancelToken cancel) {
    /// How soon a wish to stop is heard.
    private static final Duration STEP = Duration.ofMillis(100);

    private interface Try<T> {
        /// @return null if there is nothing yet
        @Nullable T within(long millis) throws InterruptedException, IOException;
    }

    /// What is to come.
    ///
    /// @throws IOException if it fails, or does not come in time
    <T> T await(CompletableFuture<T> future) throws IOException, StoppedException {
        return await(
                (Try<T>)
                        millis -> {
                            try {
                                return future.get(millis, TimeUnit.MILLISECONDS);
                            } catch (TimeoutException _) {
                                return null;
                            } catch (ExecutionException e) {
                                throw asIo(e);
                            }
                        });
    }

    /// The next of a queue.
    <T> T await(BlockingQueue<T> queue) throws IOException, StoppedException {
        return await((Try<T>) millis -> queue.poll(millis, TimeUnit.MILLISECONDS));
    }

    private <T> T await(Try<T> next) throws IOException, StoppedException {
        long end = System.nanoTime() + stall.toNanos();
        while (true) {
            throwIfStopped();
            try {
                T come = next.within(STEP.toMillis());
                if (come != null) {
                    return come;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("nothing came for %d s".formatted(stall.toSeconds()));
            }
        }
    }

    /// Waits for nothing.
    void pause(Duration length) throws StoppedException {
        long end = System.nanoTime() + length.toNanos();
        try {
            for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
                throwIfStopped();
                TimeUnit.NANOSECONDS.sleep(Math.min(left, STEP.toNanos()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    void throwIfStopped() throws StoppedException {
        if (cancel.isCancelled()) {
            throw new StoppedException();
        }
    }

    private static IOException asIo(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause);
    }
}
