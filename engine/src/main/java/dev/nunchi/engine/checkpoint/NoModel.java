package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.error.UnsupportedModelException.Reason;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Recognises what people take for a model, to say what they have instead.
final class NoModel {
    private static final List<String> EXPECTED =
            List.of("a folder with config.json and its weights", "a .gguf file");
    private static final List<String> WEIGHTS =
            List.of(".safetensors", ".bin", ".pt", ".pth", ".ckpt");

    /// How the file formats of archives begin, in Latin-1: ZIP, gzip, 7z, xz, Zstandard, RAR.
    private static final List<String> ARCHIVES =
            List.of(
                    "PK\3\4",
                    "\u001f\u008b",
                    "7z\u00bc\u00af",
                    "\u00fd7zXZ",
                    "(\u00b5/\u00fd",
                    "Rar!");

    private static final String GGUF = "GGUF";
    private static final int LONGEST_START = 8;

    private NoModel() {}

    /// What a folder without a `config.json` is.
    static UnsupportedModelException inFolder(Path folder) {
        return new UnsupportedModelException(reasonOf(folder), name(folder), EXPECTED);
    }

    private static Reason reasonOf(Path folder) {
        if (Files.exists(folder.resolve("adapter_config.json"))
                || Files.exists(folder.resolve("adapter.json"))) {
            return Reason.ADAPTER;
        }
        return Files.exists(folder.resolve("model_index.json"))
                ? Reason.PICTURE_MAKER
                : Reason.NO_MODEL;
    }

    /// Refuses a file that is no GGUF file but something else; a file that cannot be read is left
    /// to whoever opens it.
    static void refuseFile(Path file) throws EngineException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        String start = start(file);
        String name = name(file);
        if (start.startsWith(GGUF)) {
            return;
        }
        if (WEIGHTS.stream().anyMatch(name::endsWith)) {
            throw new UnsupportedModelException(Reason.WEIGHTS_ALONE, name, EXPECTED);
        }
        boolean archive = ARCHIVES.stream().anyMatch(start::startsWith);
        if (archive || !name.endsWith(".gguf")) {
            throw new UnsupportedModelException(
                    archive ? Reason.ARCHIVE : Reason.NO_MODEL, name, EXPECTED);
        }
    }

    private static String start(Path file) throws StorageException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_START), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private static String name(Path path) {
        var last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
