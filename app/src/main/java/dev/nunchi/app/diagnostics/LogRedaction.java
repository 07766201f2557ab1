package dev.nunchi.app.diagnostics;

import org.slf4j.event.Level;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What of a log entry may leave the machine: what our own code says, not what it says it about.
///
/// Messages of exceptions are left out because they quote files and texts; of an entry's own
/// message nothing is kept behind a colon but the name of a class, and nothing at all where it
/// quotes, names a picture, or is not written in ASCII, as our own words are. Entries for
/// developers, below [Level#INFO], are left out.
final class LogRedaction {
    private static final Pattern CLASS = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z][\\w$.]*");
    private static final Pattern FRAME = Pattern.compile("\\s+(at .+|\\.\\.\\. \\d+ .*)");
    private static final Pattern QUOTES = Pattern.compile("[\"“”‘«»`]|(?<!\\w)'|'(?!\\w)");
    private static final int LONGEST = 160;
    private static final String WITHHELD = "(left out)";

    private final Redaction redaction;

    LogRedaction(Redaction redaction) {
        this.redaction = redaction;
    }

    /// @return empty for an entry that is left out whole
    Optional<String> apply(LogEntry entry) {
        if (entry.level().toInt() < Level.INFO.toInt()) {
            return Optional.empty();
        }
        var lines = entry.text().lines().toList();
        String first = lines.isEmpty() ? "" : message(lines.getFirst());
        String rest =
                lines.stream()
                        .skip(1)
                        .flatMap(line -> stackLine(line).stream())
                        .map(line -> "\n" + line)
                        .collect(Collectors.joining());
        return Optional.of(
                redaction.apply(
                        entry.time()
                                + " "
                                + entry.level()
                                + " "
                                + entry.source()
                                + ": "
                                + first
                                + rest));
    }

    private static String message(String text) {
        int colon = text.indexOf(": ");
        String said = colon < 0 ? text : text.substring(0, colon);
        String about = colon < 0 ? "" : text.substring(colon + 2).strip();
        if (said.length() > LONGEST
                || !said.chars().allMatch(c -> c < 128)
                || QUOTES.matcher(said).find()
                || Redaction.namesPicture(said)) {
            return WITHHELD;
        }
        if (about.isEmpty()) {
            return said;
        }
        return said + ": " + (CLASS.matcher(about).matches() ? about : WITHHELD);
    }

    private static Optional<String> stackLine(String line) {
        if (FRAME.matcher(line).matches()) {
            return Optional.of(line);
        }
        String cause = "Caused by: ";
        boolean caused = line.strip().startsWith(cause);
        var name = CLASS.matcher(caused ? line.strip().substring(cause.length()) : line);
        return name.lookingAt()
                ? Optional.of((caused ? cause : "") + name.group())
                : Optional.empty();
    }
}
