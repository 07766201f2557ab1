package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads a model of GGUF files: a language model, and beside it the vision tower and projector
/// (`mmproj`) that go with it, if there are any.
///
/// A vision file is any `.gguf` file in the folder whose name holds `mmproj` and whose projector
/// gives rows of the language model's width; of several the one with the shortest name.
final class GgufReader {
    private static final String EXTENSION = ".gguf";
    private static final String VISION = "mmproj";

    private final Arena arena;

    GgufReader(Arena arena) {
        this.arena = arena;
    }

    /// Whether a folder is a model in this form: it has no `config.json`, but GGUF files.
    static boolean isOne(Path folder) throws StorageException {
        return !Files.exists(folder.resolve("config.json")) && !files(folder).isEmpty();
    }

    /// @param folder with one language model
    CheckpointParts readFolder(Path folder) throws EngineException {
        var languages = files(folder).stream().filter(file -> !isVision(file)).toList();
        if (languages.size() != 1) {
            throw new CheckpointException(
                    folder,
                    "holds %d GGUF files of language models: open one of them"
                            .formatted(languages.size()));
        }
        return readFile(languages.getFirst());
    }

    /// @param path of a language model
    CheckpointParts readFile(Path path) throws EngineException {
        var gguf = GgufFile.read(path, arena);
        if (GgufConfig.architecture(gguf).equals(GgufVision.ARCHITECTURE)) {
            throw new UnsupportedModelException(
                    "the vision part of a model by itself", List.of("its language model's file"));
        }
        var language = new GgufModel(gguf);
        var vision = vision(path, language.config());
        return vision.isPresent() ? seeing(language, vision.get()) : textOnly(language);
    }

    private static CheckpointParts textOnly(GgufModel language) throws EngineException {
        return new CheckpointParts(
                LlavaConfig.textOnly(language.config()),
                language.tensors(),
                new TokenizerSource.GgufVocabulary(language.metadata()),
                language.texts(),
                Optional.empty(),
                List.of(language.file()),
                List.of(language.file().path()));
    }

    private record Vision(MappedFile file, GgufVision parts) {}

    private static CheckpointParts seeing(GgufModel language, Vision vision)
            throws EngineException {
        var tensors = new LinkedHashMap<>(language.tensors());
        tensors.putAll(vision.parts().tensors());
        return new CheckpointParts(
                vision.parts().with(language.config(), language.imageTokenId()),
                tensors,
                new TokenizerSource.GgufVocabulary(language.metadata()),
                language.texts(),
                Optional.of(vision.parts().pictures()),
                List.of(language.file(), vision.file()),
                List.of(language.file().path(), vision.file().path()));
    }

    private Optional<Vision> vision(Path language, LanguageConfig config) throws EngineException {
        var problems = new ArrayList<EngineException>();
        for (var file : files(language.toAbsolutePath().resolveSibling(""))) {
            if (!isVision(file) || file.getFileName().equals(language.getFileName())) {
                continue;
            }
            var gguf = GgufFile.read(language.resolveSibling(file.getFileName()), arena);
            try {
                var vision = new GgufVision(gguf);
                if (vision.outputSize() == config.hiddenSize()) {
                    return Optional.of(new Vision(gguf.file(), vision));
                }
            } catch (UnsupportedModelException e) {
                // It may be another model's; this one's may follow.
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
        return Optional.empty();
    }

    private static boolean isVision(Path file) {
        return String.valueOf(file.getFileName()).contains(VISION);
    }

    /// GGUF files in the order in which they are tried.
    private static List<Path> files(Path folder) throws StorageException {
        try (var children = Files.list(folder)) {
            return children.filter(file -> file.toString().endsWith(EXTENSION))
                    .filter(Files::isRegularFile)
                    .sorted(
                            Comparator.<Path>comparingInt(file -> file.toString().length())
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        } catch (IOException e) {
            throw StorageException.of(folder, "looking for GGUF files", e);
        }
    }
}
