package dev.nunchi.app.ui.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tells how long the rest will take, from what was done since this run began: what earlier runs
/// did took no time of it.
final class Pace {
    private final InstantSource clock;
    private Optional<Mark> begun = Optional.empty();

    private record Mark(Object work, long done, Instant time) {}

    Pace(InstantSource clock) {
        this.clock = clock;
    }

    /// @param work what is counted; another one begins anew
    /// @return empty until something was done
    Optional<Duration> left(Object work, long done, long total) {
        var now = clock.instant();
        if (begun.filter(mark -> mark.work().equals(work)).isEmpty()) {
            begun = Optional.of(new Mark(work, done, now));
        }
        var mark = begun.orElseThrow();
        long since = done - mark.done();
        if (since <= 0 || total < done) {
            return Optional.empty();
        }
        var spent = Duration.between(mark.time(), now);
        return Optional.of(spent.dividedBy(since).multipliedBy(total - done));
    }
}
