package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.PickleFile;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The tensors of another program's file, safetensors or PyTorch's; owns the open file.
///
/// @param tensors by the names they have there
record ForeignTensors(Path path, Map<String, StoredTensor> tensors, Runnable closer)
        implements AutoCloseable {

    static ForeignTensors open(Path path) throws EngineException {
        if (path.getFileName().toString().endsWith(".safetensors")) {
            var file = SafetensorsFile.open(path);
            return new ForeignTensors(path, file.tensors(), file::close);
        }
        var file = PickleFile.open(path);
        return new ForeignTensors(path, file.tensors(), file::close);
    }

    /// The file of a folder with this name and either ending, if there is one.
    static Optional<Path> find(Path folder, String name) {
        for (String ending : new String[] {".safetensors", ".bin"}) {
            var path = folder.resolve(name + ending);
            if (Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closer.run();
    }
}
