package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a server answered in the end, its body still to be read. To be closed.
///
/// @param address where the answer came from, behind all redirects
/// @param hops the headers of every server on the way, the last one's last
record Answer(URI address, int status, List<HttpHeaders> hops, Body body) implements AutoCloseable {
    private static final int LONGEST_NUMBER = 15;

    HttpHeaders headers() {
        return hops.getLast();
    }

    /// The validator by which a resumed file is known to be the same; empty for a weak one (RFC
    /// 9110, 13.1.5).
    Optional<String> strongEtag() {
        return headers().firstValue("ETag").filter(tag -> tag.matches("\"[^\"]+\""));
    }

    OptionalLong contentLength() {
        return number(headers().firstValue("Content-Length").orElse(""));
    }

    Optional<ContentRange> contentRange() {
        return headers().firstValue("Content-Range").flatMap(ContentRange::parse);
    }

    /// Refuses a body that is not the file itself.
    void requireIdentity(String file) throws DownloadException {
        var coding = headers().firstValue("Content-Encoding").filter(c -> !c.equals("identity"));
        if (coding.isPresent()) {
            throw new DownloadException(
                    Reason.BAD_ANSWER, file, "sent as '%s', not as it is".formatted(coding.get()));
        }
    }

    /// What an error status means.
    ///
    /// @param file for the message
    /// @throws TryAgainException if it may pass
    void throwFailure(String file) throws DownloadException, TryAgainException {
        String problem = "%s answered %d".formatted(address.getHost(), status);
        switch (status) {
            case 401, 403 -> throw new DownloadException(Reason.NOT_ALLOWED, file, problem);
            case 404, 410 -> throw new DownloadException(Reason.NOT_FOUND, file, problem);
            case 429, 503 -> throw new TryAgainException(Reason.BUSY, problem, retryAfter());
            case 408, 425, 500, 502, 504 ->
                    throw new TryAgainException(Reason.UNREACHABLE, problem, retryAfter());
            default -> throw new DownloadException(Reason.BAD_ANSWER, file, problem);
        }
    }

    /// Seconds or a date (RFC 9110, 10.2.3).
    private Optional<Duration> retryAfter() {
        var header = headers().firstValue("Retry-After").map(String::strip);
        var seconds = header.map(Answer::number).orElse(OptionalLong.empty());
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
        }
        return header.flatMap(Answer::date)
                .map(then -> Duration.between(Instant.now(), then))
                .filter(wait -> !wait.isNegative());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static OptionalLong number(String digits) {
        return digits.length() <= LONGEST_NUMBER && digits.matches("[0-9]+")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        body.close();
    }
}
