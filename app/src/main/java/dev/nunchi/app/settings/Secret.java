package dev.nunchi.app.settings;

/// A key that proves who asks. Never shown: [#toString] says that there is one, not which.
///
/// @param value the key itself; `$NAME` for the environment variable that holds it, or
///   `keyring:ACCOUNT` for what the system's keyring keeps; empty for none
public record Secret(String value) {
    private static final String VARIABLE = "$";
    private static final String KEYRING = "keyring:";

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

    /// One that the system's keyring keeps.
    public static Secret inKeyring(String account) {
        return new Secret(KEYRING + account);
    }

    /// Under which the system's keyring keeps the key; empty if it does not.
    public String account() {
        return value.startsWith(KEYRING) ? value.substring(KEYRING.length()) : "";
    }

    /// Whether this is the key itself, which is not to be written down anywhere.
    public boolean isBare() {
        return isPresent() && variable().isEmpty() && account().isEmpty();
    }

    /// The environment variable that holds the key; empty if none does.
    public String variable() {
        return value.startsWith(VARIABLE) ? value.substring(VARIABLE.length()) : "";
    }

    @Override
    public String toString() {
        return isPresent() ? "•••" : "";
    }
}
