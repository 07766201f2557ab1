package dev.nunchi.engine.library;

import dev.nunchi.engine.storage.Storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Names for imported models: fit for a folder on every system and for a command line.
final class ModelNames {
    private static final int LONGEST = 60;
    private static final String FALLBACK = "model";

    /// Names that Windows keeps for devices.
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");

    private ModelNames() {}

    /// A name after the source's that none of the models has, whatever the case.
    static String unique(Path source, List<InstalledModel> models) {
        var taken =
                models.stream()
                        .map(model -> model.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        String name = safe(source);
        String unique = name;
        for (int i = 2; taken.contains(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }

    /// Letters and digits of any script, dots, dashes and underscores.
    static String safe(Path source) {
        var file = source.getFileName();
        String name =
                (file == null ? "" : file.toString())
                        .replaceFirst("(?i)\\.gguf$", "")
                        .replaceAll("[^\\p{L}\\p{N}._-]+", "-")
                        .replaceAll("^[.-]+", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[.-]+$", "");
        boolean unusable =
                cut.isEmpty()
                        || Storage.isPart(Path.of(cut))
                        || RESERVED.contains(cut.toLowerCase(Locale.ROOT));
        return unusable ? FALLBACK : cut;
    }
}
