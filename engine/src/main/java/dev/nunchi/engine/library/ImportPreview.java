package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.quantize.Quantisation;

import java.nio.file.Path;

/// What a model would take of the memory, told before it is imported or opened.
///
/// @param memory as it is
/// @param packedMemory packed; the same if there is nothing to pack
/// @param contextLength tokens that it has
public record ImportPreview(
        AnsweringMemory memory, AnsweringMemory packedMemory, int contextLength) {
    /// Opens a folder or a GGUF file and reads no weights.
    ///
    /// @throws EngineException if it cannot be opened
    public static ImportPreview of(Path source, Quantisation quantisation) throws EngineException {
        try (var checkpoint = Checkpoint.open(source.toAbsolutePath().normalize())) {
            return new ImportPreview(
                    AnsweringMemory.of(checkpoint),
                    AnsweringMemory.of(checkpoint, quantisation::targetOf),
                    LanguageModel.contextLength(checkpoint.config().language()));
        }
    }

    /// Bytes as it is, with a context of so many tokens.
    public long bytes(int context) {
        return memory.bytes(context);
    }

    /// Bytes packed, with a context of so many tokens.
    public long packedBytes(int context) {
        return packedMemory.bytes(context);
    }

    /// Bytes of the weights as they are.
    public long weights() {
        return memory.weights();
    }

    /// Bytes of the packed weights.
    public long packedWeights() {
        return packedMemory.weights();
    }

    /// The largest halving of a context that fits, as it is.
    ///
    /// @param most tokens to begin with
    /// @param least fewer are not worth it
    /// @param room bytes
    /// @return 0 if not even the shortest fits
    public int contextWithin(long room, int most, int least) {
        return memory.contextWithin(room, most, least);
    }
}
