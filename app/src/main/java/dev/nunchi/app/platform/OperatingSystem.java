package dev.nunchi.app.platform;

import java.util.Locale;

/// The families of systems whose conventions differ for us.
public enum OperatingSystem {
    LINUX,
    MAC,
    WINDOWS;

    /// The system this program runs on; anything that is neither macOS nor Windows is treated as
    /// Linux, whose conventions every other Unix shares.
    public static OperatingSystem current() {
        return named(System.getProperty("os.name", ""));
    }

    static OperatingSystem named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac")) {
            return MAC;
        }
        return lower.startsWith("windows") ? WINDOWS : LINUX;
    }
}
