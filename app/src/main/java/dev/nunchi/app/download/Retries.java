package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Tries again what the network did not let through, with growing pauses, until nothing has come
/// too often in a row.
record Retries(RetryPolicy policy, Patience patience, RandomGenerator random) {
    /// Something that the network may spoil.
    interface Attempt<T> {
        T run()
                throws IOException,
                        TryAgainException,
                        DownloadException,
                        StorageException,
                        StoppedException;
    }

    /// What is tried.
    ///
    /// @param subject for messages
    /// @param received bytes that are there; each new highest count ends a row of failures
    record Task<T>(String subject, Attempt<T> attempt, LongSupplier received) {}

    <T> T run(Task<T> task, TransferListener listener)
            throws DownloadException, StorageException, StoppedException {
        long most = task.received().getAsLong();
        int failures = 0;
        while (true) {
            Failure failure;
            try {
                return task.attempt().run();
            } catch (IOException e) {
                failure = new Failure(Reason.UNREACHABLE, e, Optional.empty());
            } catch (TryAgainException e) {
                failure = new Failure(e.reason(), e, e.after());
            }
            long now = task.received().getAsLong();
            failures = now > most ? 1 : failures + 1;
            most = Math.max(most, now);
            if (failures >= policy.tries()) {
                throw failure.asException(task.subject(), failures);
            }
            wait(failure, failures, listener);
        }
    }

    private void wait(Failure failure, int failures, TransferListener listener)
            throws StoppedException {
        var pause = policy.pauseAfter(failures, random);
        var asked = failure.after().map(policy::asked).orElse(Duration.ZERO);
        var longer = asked.compareTo(pause) > 0 ? asked : pause;
        listener.waiting(longer);
        patience.pause(longer);
    }

    private record Failure(Reason reason, Exception cause, Optional<Duration> after) {
        DownloadException asException(String subject, int failures) {
            return new DownloadException(
                    reason,
                    subject,
                    "tried %d times, at last: %s".formatted(failures, cause),
                    cause);
        }
    }
}
