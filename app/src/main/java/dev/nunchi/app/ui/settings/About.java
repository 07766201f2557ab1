package dev.nunchi.app.ui.settings;

import java.util.Optional;

/// Which program this is, and what it runs on.
///
/// @param version of Nunchi
/// @param java version of the running Java
/// @param javafx version of the running JavaFX
/// @param system name and version of the operating system
public record About(String version, String java, String javafx, String system) {
    /// About the program that is running.
    public static About current() {
        return new About(
                Optional.ofNullable(About.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0"),
                Runtime.version().toString(),
                System.getProperty("javafx.version", ""),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
}
