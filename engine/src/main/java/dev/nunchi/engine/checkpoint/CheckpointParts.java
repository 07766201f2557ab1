package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that opening a checkpoint finds.
///
/// @param tensors by canonical name
/// @param mapped the weight files
/// @param files all files, weights included
record CheckpointParts(
        LlavaConfig config,
        Map<String, StoredTensor> tensors,
        TokenizerSource tokenizer,
        ModelTexts texts,
        Optional<PictureConfig> pictures,
        List<MappedFile> mapped,
        List<Path> files) {

    static CheckpointParts read(Path path, Arena arena) throws EngineException {
        if (!Files.isDirectory(path)) {
            NoModel.refuseFile(path);
            return new GgufReader(arena).readFile(path);
        }
        return GgufReader.isOne(path)
                ? new GgufReader(arena).readFolder(path)
                : new FolderReader(path, arena).read();
    }

    /// The tensors of a file under canonical names.
    ///
    /// @throws CheckpointException if two tensors get the same name
    static Map<String, StoredTensor> named(
            MappedFile file, Map<String, StoredTensor> stored, TensorNames names)
            throws CheckpointException {
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var tensor : stored.values()) {
            var name = names.canonical(tensor.name());
            if (name.isPresent() && tensors.put(name.get(), tensor.renamed(name.get())) != null) {
                throw new CheckpointException(
                        file.path(), tensor.name(), "is there under another name, too");
            }
        }
        return Collections.unmodifiableMap(tensors);
    }
}
