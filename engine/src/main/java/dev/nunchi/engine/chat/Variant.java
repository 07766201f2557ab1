package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.Generator;

import java.util.Optional;

/// A model with one adapter, be it its own, or with none: what differs between answers on one set
/// of weights.
///
/// @param generator with a KV cache of its own: other weights, other keys and values
/// @param vision empty if the model takes no pictures
record Variant(PromptLayout layout, Generator generator, Optional<VisionEncoder> vision) {}
