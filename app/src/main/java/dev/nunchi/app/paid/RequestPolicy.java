package dev.nunchi.app.paid;

import dev.nunchi.app.download.RetryPolicy;

import java.time.Duration;
import java.util.OptionalInt;

/// How a server is asked.
///
/// @param concurrency requests under way at once, `1..256`
/// @param perMinute requests that may begin in a minute, evenly spaced; empty for any number
/// @param retries of requests that the network or the server spoilt; its `stall` is not used, see
///   [dev.nunchi.app.remote.Limits]
public record RequestPolicy(
        int concurrency, OptionalInt perMinute, RetryPolicy retries, Price price, Budget budget) {
    /// More connections help no server that a person pays for.
    public static final int MAX_CONCURRENCY = 256;

    private static final RetryPolicy RETRIES =
            new RetryPolicy(
                    6, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(2));

    public RequestPolicy {
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw new IllegalArgumentException("concurrency " + concurrency);
        }
        if (perMinute.isPresent() && perMinute.getAsInt() < 1) {
            throw new IllegalArgumentException("perMinute " + perMinute);
        }
    }

    /// Four requests at once, six tries, free and without a limit.
    public static RequestPolicy defaults() {
        return new RequestPolicy(4, OptionalInt.empty(), RETRIES, Price.free(), Budget.unlimited());
    }

    public RequestPolicy withConcurrency(int value) {
        return new RequestPolicy(value, perMinute, retries, price, budget);
    }

    public RequestPolicy withPerMinute(OptionalInt value) {
        return new RequestPolicy(concurrency, value, retries, price, budget);
    }

    public RequestPolicy withRetries(RetryPolicy value) {
        return new RequestPolicy(concurrency, perMinute, value, price, budget);
    }

    public RequestPolicy withPrice(Price value) {
        return new RequestPolicy(concurrency, perMinute, retries, value, budget);
    }

    public RequestPolicy withBudget(Budget value) {
        return new RequestPolicy(concurrency, perMinute, retries, price, value);
    }
}
