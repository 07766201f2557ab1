package dev.nunchi.engine.checkpoint;

import java.util.Optional;

/// The texts of the tokens that chat templates name, e.g. `<s>`; empty where a model has none.
public record SpecialTokenTexts(
        Optional<String> bos,
        Optional<String> eos,
        Optional<String> pad,
        Optional<String> unknown) {
    /// For templates that name no special token.
    public static final SpecialTokenTexts NONE =
            new SpecialTokenTexts(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
