package dev.nunchi.app.cli;

import dev.nunchi.engine.progress.CancelToken;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Ctrl+C as a cancelled call: a running answer ends at its next token and the model is closed
/// before the process goes down. A virtual machine that ends while native code runs can crash.
final class Interruption {
    // Longer than any token takes; a compilation that goes on longer is left behind.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CancelToken token = new CancelToken();
    private final Semaphore work = new Semaphore(1);
    private volatile Duration patience = PATIENCE;

    /// Reacts to the signals that end the process, from now on.
    static Interruption listen() {
        var interruption = new Interruption();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("interruption").unstarted(interruption::endWork));
        return interruption;
    }

    CancelToken token() {
        return token;
    }

    /// Work that the end of the process waits for until the result is closed. Blocks for good once
    /// the process is going down, so that no work begins then.
    Hold hold() {
        return hold(PATIENCE);
    }

    /// As [#hold()], for work whose safe points are further apart.
    Hold hold(Duration longest) {
        work.acquireUninterruptibly();
        patience = longest;
        return work::release;
    }

    /// See [#hold()].
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private void endWork() {
        token.cancel();
        try {
            work.tryAcquire(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
