package dev.nunchi.app.download;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How downloads and paid requests bear with a bad network.
///
/// @param tries how often in a row nothing may come before the download fails; at least 1
/// @param first the pause after the first failure; doubled after each that follows
/// @param longest the pause is never longer, unless the server asks for more
/// @param stall how long nothing may come before the connection is given up
public record RetryPolicy(int tries, Duration first, Duration longest, Duration stall) {
    /// A server that asks for a longer pause than this many of the longest gets no more than that.
    private static final int PATIENCE = 10;

    /// About three minutes without any answer; half a minute of silence is a stall.
    public static RetryPolicy defaults() {
        return new RetryPolicy(
                8, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /// The pause after some failures in a row: doubled each time up to the longest, then between
    /// half and all of that, so that many who were cut off together do not come back together.
    ///
    /// @param failures at least 1
    public Duration pauseAfter(int failures, RandomGenerator random) {
        double whole = Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, failures - 1.0));
        return Duration.ofMillis(Math.round(whole * (0.5 + random.nextDouble() / 2)));
    }

    /// The pause that a server asked for, within reason.
    public Duration asked(Duration pause) {
        var most = longest.multipliedBy(PATIENCE);
        return pause.compareTo(most) > 0 ? most : pause;
    }
}
