package dev.nunchi.app.platform;

import java.util.Optional;

/// The program itself.
public final class Program {
    private Program() {}

    /// The version that the build wrote into the jar.
    public static String version() {
        return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
