package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.GgufMetadata;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;

/// Writes a GGUF file's vocabulary as the `tokenizer.json` it was made from.
final class GgufTokenizer {
    private final GgufMetadata metadata;

    GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
    }

    TokenizerDocument toDocument() throws EngineException {
        throw new UnsupportedModelException("vocabulary " + metadata, List.of());
    }
}
