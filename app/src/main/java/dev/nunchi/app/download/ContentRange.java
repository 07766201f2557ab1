package dev.nunchi.app.download;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Which bytes of a file an answer holds (RFC 9110, 14.4).
///
/// @param first of them
/// @param last of them
/// @param size of the whole file; empty for `*`
record ContentRange(long first, long last, OptionalLong size) {
    private static final Pattern FORM =
            Pattern.compile("bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15}|\\*)");

    /// Empty if the header is none.
    static Optional<ContentRange> parse(String header) {
        var found = FORM.matcher(header.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new ContentRange(
                        Long.parseLong(found.group(1)),
                        Long.parseLong(found.group(2)),
                        Answer.number(found.group(3))));
    }

    /// Whether these are all bytes from a place on.
    ///
    /// @param expected size of the file, if known
    boolean isRest(long from, OptionalLong expected) {
        boolean sameSize = expected.isEmpty() || size.isEmpty() || size.equals(expected);
        var whole = expected.isPresent() ? expected : size;
        return first == from
                && last >= first
                && sameSize
                && (whole.isEmpty() || last == whole.getAsLong() - 1);
    }
}
