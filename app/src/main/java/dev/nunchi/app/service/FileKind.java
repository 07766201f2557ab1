package dev.nunchi.app.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a file from outside is meant to be, as far as its first bytes and its name tell. The one
/// who reads it says what is wrong with it.
public enum FileKind {
    PICTURE,
    /// A folder, or a file of weights.
    MODEL,
    CONVERSATIONS;

    private static final int HEAD = 16;

    /// Looks at a file; what is neither a model nor conversations counts as a picture.
    public static FileKind of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file) || name.endsWith(".gguf") || name.endsWith(".safetensors")) {
            return MODEL;
        }
        String head = head(file);
        if (head.startsWith("GGUF")) {
            return MODEL;
        }
        // A byte order mark and white space may come before JSON; "PK" begins an archive.
        String text = head.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "");
        boolean json = text.startsWith("{") || text.startsWith("[");
        return json || head.startsWith("PK") || name.endsWith(".json") ? CONVERSATIONS : PICTURE;
    }

    private static String head(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
