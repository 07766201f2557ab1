package dev.nunchi.app.settings;

/// A way of asking that a person has given a name.
///
/// @param question what is written into the field; empty to leave it as it is
/// @param generation instruction and sampling
public record Preset(String name, String question, Generation generation) {
    public Preset {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a preset needs a name");
        }
    }
}
