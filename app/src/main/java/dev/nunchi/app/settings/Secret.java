package dev.nunchi.app.settings;

/// A key that proves who asks. Never shown: [#toString] says that there is one, not which.
///
/// @param value the key itself, or `$NAME` for the environment variable that holds it; empty for
///   none
public record Secret(String value) {
    private static final String VARIABLE = "$";

    public Secret {
        if (!isUsable(value)) {
            throw new IllegalArgumentException("a key is made of visible ASCII characters");
        }
    }

    /// Whether a text can stand in a header.
    public static boolean isUsable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    public static Secret none() {
        return new Secret("");
    }

    public boolean isPresent() {
        return !value.isEmpty();
    }

    /// The environment variable that holds the key; empty if this is the key.
    public String variable() {
        return value.startsWith(VARIABLE) ? value.substring(VARIABLE.length()) : "";
    }

    @Override
    public String toString() {
        return isPresent() ? "•••" : "";
    }
}
