package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.Tokenizer;

/// What all variants of an open model have in common; owns nothing.
///
/// @param lowering the form of the decoder
record SharedParts(
        InferenceRuntime runtime,
        Lowering lowering,
        CompiledSessions sessions,
        Checkpoint checkpoint,
        Tokenizer tokenizer) {}
