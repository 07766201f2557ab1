package dev.nunchi.engine.checkpoint;

/// What a tokenizer is built from.
public sealed interface TokenizerSource {

    /// The text of a `tokenizer.json`, not yet parsed.
    record TokenizerJson(String json) implements TokenizerSource {}

    /// A GGUF file's `tokenizer.ggml.*` metadata; valid until the checkpoint is closed.
    record GgufVocabulary(GgufMetadata metadata) implements TokenizerSource {}
}
