package dev.nunchi.engine.adapter;

import dev.nunchi.engine.model.LoraConfig;

import java.util.Optional;

/// What an adapter is, without its weights.
///
/// @param name its folder's; unique in a library
/// @param baseHash of the model it was trained on, as `library.BaseHash` computes it
/// @param lora empty if only a projector was trained
/// @param chatTemplate the template it was trained with, where that is not the base's own
public record AdapterInfo(
        String name,
        String baseHash,
        Optional<LoraConfig> lora,
        Optional<String> chatTemplate,
        Provenance provenance) {
    private static final String TRAINED_ON = "trainedOn";

    /// The same on a base whose weights were stored anew; remembers which it was trained on.
    AdapterInfo withBase(String hash) {
        return new AdapterInfo(
                name, hash, lora, chatTemplate, provenance.with(TRAINED_ON, baseHash));
    }

    /// The same under another name.
    public AdapterInfo withName(String other) {
        return new AdapterInfo(other, baseHash, lora, chatTemplate, provenance);
    }
}
