package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.WeightMemory;
import dev.nunchi.engine.quantize.Quantisation;

import java.nio.file.Path;

/// What a model's weights would take of the memory, told before it is imported.
///
/// @param memory as it is
/// @param packedMemory packed; the same if there is nothing to pack
public record ImportPreview(long memory, long packedMemory) {
    /// Opens a folder or a GGUF file and reads no weights.
    ///
    /// @throws EngineException if it cannot be opened
    public static ImportPreview of(Path source, Quantisation quantisation) throws EngineException {
        try (var checkpoint = Checkpoint.open(source.toAbsolutePath().normalize())) {
            var tensors = checkpoint.tensors().values();
            return new ImportPreview(
                    WeightMemory.bytes(tensors),
                    tensors.stream()
                            .mapToLong(tensor ->
                                    WeightMemory.bytes(tensor, quantisation.targetOf(tensor)))
                            .sum());
        }
    }
}
