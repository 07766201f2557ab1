package dev.nunchi.engine.library;

import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.Quantisation;

import java.nio.file.Path;
import java.util.Optional;

/// What is to be imported, and how.
///
/// @param source a folder in Hugging Face's layout or a `.gguf` file
/// @param quantisation how floats are packed; empty to copy the files as they are
public record ImportRequest(Path source, Optional<Quantisation> quantisation) {
    /// Copies the files as they are.
    public static ImportRequest asItIs(Path source) {
        return new ImportRequest(source, Optional.empty());
    }

    /// Packs to 4 bits a weight with the scales and minima that lose least.
    public static ImportRequest smaller(Path source) {
        return new ImportRequest(source, Optional.of(Quantisation.int4(Rounding.SEARCH)));
    }
}
