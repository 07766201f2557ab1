package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A mapped file of named tensors, whatever its format.
///
/// @param tensors under the file's own names
record WeightFile(MappedFile file, Map<String, StoredTensor> tensors) {
    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth");

    /// Opens `path` as its name says: PyTorch's own file or safetensors.
    static WeightFile read(Path path, Arena arena) throws EngineException {
        String name = String.valueOf(path.getFileName());
        if (PICKLES.stream().anyMatch(name::endsWith)) {
            var pickle = PickleFile.read(path, arena);
            return new WeightFile(pickle.file(), pickle.tensors());
        }
        var safetensors = SafetensorsFile.read(path, arena);
        return new WeightFile(safetensors.file(), safetensors.tensors());
    }
}
