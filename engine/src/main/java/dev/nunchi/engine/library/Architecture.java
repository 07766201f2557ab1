package dev.nunchi.engine.library;

import java.util.regex.Pattern;

/// What a model is made of, for people.
///
/// @param parts their makers' names, e.g. `EfficientNet-Lite0 + Llama`; empty if it cannot be
///   opened
/// @param layers of the language model; 0 if that is not known
public record Architecture(String parts, int layers) {
    private static final Pattern WRITTEN = Pattern.compile("(.*), (\\d{1,4}) layers");

    /// Reads what [#toString()] gives; anything else is parts of unknown depth.
    public static Architecture parse(String text) {
        var match = WRITTEN.matcher(text);
        return match.matches()
                ? new Architecture(match.group(1), Integer.parseInt(match.group(2)))
                : new Architecture(text, 0);
    }

    /// As files and machines have it, e.g. `EfficientNet-Lite0 + Llama, 30 layers`.
    @Override
    public String toString() {
        return layers > 0 ? "%s, %d layers".formatted(parts, layers) : parts;
    }
}
