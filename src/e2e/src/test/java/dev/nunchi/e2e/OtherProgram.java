package dev.nunchi.e2e;

import javafx.application.Application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A small program of somebody else's with one window, in a process of its own.
final class OtherProgram {
    static final int WIDTH = 240;
    static final int HEIGHT = 160;

    private OtherProgram() {}

    /// @param argument its only one
    static Process start(Screen screen, Class<? extends Application> program, Path argument)
            throws IOException {
        Path built = Program.repository().resolve("app/target");
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--module-path",
                                built.resolve("fx").toString(),
                                "--add-modules",
                                "javafx.controls",
                                "--enable-native-access=javafx.graphics",
                                "-cp",
                                Program.repository()
                                        .resolve("src/e2e/target/test-classes")
                                        .toString(),
                                program.getName(),
                                argument.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                Program.artefact(program.getSimpleName() + ".txt").toFile());
        builder.environment().putAll(Map.copyOf(screen.environment()));
        return builder.start();
    }
}
