package dev.nunchi.app.ui.settings;

import java.util.List;
import java.util.Optional;

/// What the program is made of.
///
/// @param version of Nunchi
/// @param java version of the running Java
/// @param javafx version of the running JavaFX
/// @param system name and version of the operating system
public record About(String version, String java, String javafx, String system) {
    /// Something that ships with the program, under its own licence.
    public record Part(String name, String licence) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part("SmolLM2-135M-Instruct", "Apache-2.0"),
                    new Part("EfficientNet-Lite0", "Apache-2.0"),
                    new Part("ONNX Runtime", "MIT"),
                    new Part("DJL Tokenizers", "Apache-2.0"),
                    new Part("OpenJFX", "GPL-2.0 with Classpath Exception"),
                    new Part("ControlsFX", "BSD-3-Clause"),
                    new Part("Ikonli", "Apache-2.0"),
                    new Part("Feather Icons", "MIT"),
                    new Part("Pretendard", "OFL-1.1"),
                    new Part("SQLite JDBC", "Apache-2.0"),
                    new Part("commonmark-java", "BSD-2-Clause"),
                    new Part("Jackson", "Apache-2.0"),
                    new Part("Protocol Buffers", "BSD-3-Clause"),
                    new Part("TwelveMonkeys ImageIO", "BSD-3-Clause"),
                    new Part("webp-imageio", "Apache-2.0"),
                    new Part("picocli", "Apache-2.0"),
                    new Part("Logback", "EPL-1.0 or LGPL-2.1"),
                    new Part("SLF4J", "MIT"));

    /// About the program that is running.
    public static About current() {
        return new About(
                Optional.ofNullable(About.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0"),
                Runtime.version().toString(),
                System.getProperty("javafx.version", ""),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    public List<Part> parts() {
        return PARTS;
    }
}
