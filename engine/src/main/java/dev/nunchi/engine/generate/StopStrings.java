package dev.nunchi.engine.generate;

import java.util.List;

/// Ends a stream of text before the first of some strings. Text that may be the beginning of one is
/// held back until that is certain.
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /// Whether a stop string has come; nothing is let through after it.
    boolean found() {
        return found;
    }

    /// @return the text that is now certain; may be empty
    String accept(String delta) {
        if (found) {
            return "";
        }
        held.append(delta);
        int stop = firstStop();
        if (stop >= 0) {
            found = true;
            return take(stop);
        }
        return take(held.length() - longestBeginning());
    }

    /// @return what was held back and turned out to be no stop string
    String flush() {
        return found ? "" : take(held.length());
    }

    private int firstStop() {
        return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
    }

    private int longestBeginning() {
        return stops.stream().mapToInt(this::beginningAtEnd).max().orElse(0);
    }

    private int beginningAtEnd(String stop) {
        for (int length = Math.min(stop.length() - 1, held.length()); length > 0; length--) {
            if (held.substring(held.length() - length).equals(stop.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }

    private String take(int length) {
        var text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }
}
