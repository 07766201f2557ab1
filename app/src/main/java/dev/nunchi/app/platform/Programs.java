package dev.nunchi.app.platform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Small programs that come with systems.
final class Programs {
    private Programs() {}

    /// Where programs are looked for.
    static List<Path> folders() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
    }

    /// The first program of a name.
    static Optional<String> find(String name, List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// A program with its arguments.
    static List<String> line(String program, List<String> arguments) {
        var words = new ArrayList<String>();
        words.add(program);
        words.addAll(arguments);
        return words;
    }
}
