package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.LlavaConfig;

/// The model that an adapter is made for.
///
/// @param name in the library; for people
/// @param hash as `library.BaseHash` computes it
public record BaseModel(String name, String hash, LlavaConfig config) {}
