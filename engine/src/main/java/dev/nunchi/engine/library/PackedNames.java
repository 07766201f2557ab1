package dev.nunchi.engine.library;

import java.nio.file.Path;

/// What weight files are called when an import has packed them: they are safetensors then unless
/// they were GGUF.
final class PackedNames {
    private static final String SAFETENSORS = ".safetensors";
    private static final String PICKLE = ".bin";
    private static final String WHOLE_PICKLE = "pytorch_model.bin";
    private static final String WHOLE = "model.safetensors";
    private static final String GGUF = ".gguf";
    private static final String INDEX = ".index.json";

    private PackedNames() {}

    static boolean isWeights(Path file) {
        String name = name(file);
        return name.endsWith(SAFETENSORS) || name.endsWith(PICKLE) || isGguf(file);
    }

    static boolean isGguf(Path file) {
        return name(file).endsWith(GGUF);
    }

    /// Whether a file says which of PyTorch's files a tensor is in.
    static boolean isPickleIndex(Path file) {
        return name(file).equals(WHOLE_PICKLE + INDEX);
    }

    /// The place of the packed form of a weight file or of an index.
    static Path of(Path place) {
        String name = name(place);
        if (name.startsWith(WHOLE_PICKLE)) {
            return place.resolveSibling(name.replace(WHOLE_PICKLE, WHOLE));
        }
        return name.endsWith(PICKLE)
                ? place.resolveSibling(
                        name.substring(0, name.length() - PICKLE.length()) + SAFETENSORS)
                : place;
    }

    /// An index with the packed files' names.
    static String inIndex(String json) {
        return json.replace(PICKLE + '"', SAFETENSORS + '"');
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
