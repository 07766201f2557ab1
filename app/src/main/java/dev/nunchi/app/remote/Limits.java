package dev.nunchi.app.remote;

import java.time.Duration;

/// How long a server is waited for, and how much of it is taken.
///
/// @param connect until a connection stands
/// @param silence while nothing at all comes, also before the first word: reading a picture can
///   take a busy server a minute
/// @param answerBytes of one answer or list, with all that is around its words
public record Limits(Duration connect, Duration silence, int answerBytes) {
    public static Limits defaults() {
        return new Limits(Duration.ofSeconds(10), Duration.ofMinutes(2), 16 << 20);
    }
}
