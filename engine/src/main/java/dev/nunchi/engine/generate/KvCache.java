package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;

import java.util.Map;

/// Keys and values of the tokens that a decoder has read: two `[R, G, M, E]` float32 a layer, with
/// a row for each of the sequences that are read side by side.
///
/// Owns its tensors. Confined to one thread at a time.
sealed interface KvCache extends AutoCloseable permits InPlaceKvCache, GrowingKvCache {
    /// An empty cache for a decoder that is used like this.
    static KvCache open(InferenceRuntime runtime, LanguageConfig config, Decoder.Use use)
            throws DeviceException {
        return switch (use.lowering()) {
            case FUSED -> new InPlaceKvCache(runtime, config, use.contextLength());
            case PLAIN -> new GrowingKvCache(runtime, config);
        };
    }

    /// Tokens in a row: `P`. 0 for rows that there is no room for yet.
    int length(int row);

    /// Forgets all of a row's tokens but the first `length`, of which it has as many.
    void truncate(int row, int length) throws DeviceException;

    /// Makes room for `count` more tokens in each of some rows and adds their tensors to a run's
    /// inputs and outputs.
    ///
    /// @throws DeviceException if the memory is not there; what the rows hold may be forgotten then
    void bind(
            Rows rows,
            int count,
            Map<String, DeviceTensor> inputs,
            Map<String, DeviceTensor> outputs)
            throws DeviceException;

    /// Takes the tokens of the run that was bound last as read.
    void commit();

    @Override
    void close();
}
