package dev.nunchi.app.platform;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files that came with the program but lie outside its jars: models, samples, artwork.
public final class Assets {
    /// The system property by which the launch script names the folder.
    public static final String PROPERTY = "nunchi.assets";

    private Assets() {}

    /// The folder `assets`: as the launch script says, else the nearest one above the code.
    public static Optional<Path> folder() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        return codeLocation().flatMap(Assets::above);
    }

    /// One folder per bundled model, in the order of their names; none if there are no assets.
    public static List<Path> bundledModels() {
        var models = new ArrayList<Path>();
        Optional<Path> parent = folder().map(f -> f.resolve("models")).filter(Files::isDirectory);
        if (parent.isPresent()) {
            try (DirectoryStream<Path> entries =
                    Files.newDirectoryStream(parent.get(), Files::isDirectory)) {
                entries.forEach(models::add);
            } catch (IOException e) {
                // An unreadable installation shows itself as the model missing, which has its own
                // sentence on screen.
                return List.of();
            }
        }
        return models.stream().sorted().toList();
    }

    static Optional<Path> above(Path start) {
        for (Path dir = start.toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve("assets"))) {
                return Optional.of(dir.resolve("assets"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> codeLocation() {
        var source = Assets.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the code's own location is no URI", e);
        }
    }
}
