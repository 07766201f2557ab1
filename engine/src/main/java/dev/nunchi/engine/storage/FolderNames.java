package dev.nunchi.engine.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Names that are fit for a folder on every system and for a command line.
public final class FolderNames {
    private static final int LONGEST = 60;

    /// Names that Windows keeps for devices.
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");

    private FolderNames() {}

    /// A name like `wanted` that none of the others is, whatever the case.
    ///
    /// @param wanted any text, made [#safe(String, String)] first
    /// @param fallback a safe name for texts of which nothing is left
    public static String unique(String wanted, String fallback, Collection<String> others) {
        var taken =
                others.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        String name = safe(wanted, fallback);
        String unique = name;
        for (int i = 2; taken.contains(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }

    /// What is left of a text: letters and digits of any script, dots, dashes and underscores.
    public static String safe(String text, String fallback) {
        String name = text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[.-]+", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[.-]+$", "");
        boolean unusable =
                cut.isEmpty()
                        || Storage.isPart(Path.of(cut))
                        || RESERVED.contains(cut.toLowerCase(Locale.ROOT));
        return unusable ? fallback : cut;
    }
}
