package dev.nunchi.engine.checkpoint;

import java.nio.ByteBuffer;

/// What a tokenizer is built from.
public sealed interface TokenizerSource {

    /// The text of a `tokenizer.json`, not yet parsed.
    record TokenizerJson(String json) implements TokenizerSource {}

    /// A SentencePiece model in a folder without `tokenizer.json`.
    ///
    /// @param model the bytes of `tokenizer.model`, mapped; valid until the checkpoint is closed
    record SentencePiece(ByteBuffer model, TokenizerSettings settings) implements TokenizerSource {
        /// The bytes, to be read from their start.
        @Override
        public ByteBuffer model() {
            return model.duplicate();
        }
    }

    /// A GGUF file's `tokenizer.ggml.*` metadata; valid until the checkpoint is closed.
    record GgufVocabulary(GgufMetadata metadata) implements TokenizerSource {}
}
