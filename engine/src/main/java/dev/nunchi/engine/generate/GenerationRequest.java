package dev.nunchi.engine.generate;

import dev.nunchi.engine.progress.CancelToken;

/// A prompt that is to be answered.
///
/// @param listener hears the answer on the thread that generates
/// @param cancel ends it with what there is of it
public record GenerationRequest(
        Prompt prompt,
        GenerationOptions options,
        GenerationListener listener,
        CancelToken cancel) {}
