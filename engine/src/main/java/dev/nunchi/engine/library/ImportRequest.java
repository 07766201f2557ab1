package dev.nunchi.engine.library;

import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.DecoderInputs;
import dev.nunchi.engine.quantize.FeatureComparison;
import dev.nunchi.engine.quantize.InputMeter;
import dev.nunchi.engine.quantize.Quantisation;

import java.nio.file.Path;
import java.util.Optional;

/// What is to be imported, and how.
///
/// @param source a folder in Hugging Face's layout or a `.gguf` file
/// @param quantisation how floats are packed; empty to copy the files as they are
/// @param features compares a vision tower that is packed to 8 bits with the original; empty to
///   leave towers as they are stored
/// @param inputs measures what layers' matrices are given, for a search to 4 bits; empty to search
///   without knowing
public record ImportRequest(
        Path source,
        Optional<Quantisation> quantisation,
        Optional<FeatureComparison> features,
        Optional<InputMeter> inputs) {
    /// Leaves towers as they are stored and measures nothing.
    public ImportRequest(Path source, Optional<Quantisation> quantisation) {
        this(source, quantisation, Optional.empty(), Optional.empty());
    }

    /// How floats are packed as long as nothing is measured.
    Optional<Packing> unmeasured() {
        return quantisation.map(chosen -> new Packing(chosen, DecoderInputs.UNKNOWN));
    }

    /// Copies the files as they are.
    public static ImportRequest asItIs(Path source) {
        return new ImportRequest(source, Optional.empty());
    }

    /// Packs to 4 bits a weight with the scales and minima that lose least.
    public static ImportRequest smaller(Path source) {
        return new ImportRequest(source, Optional.of(Quantisation.int4(Rounding.SEARCH)));
    }

    public ImportRequest withFeatures(FeatureComparison meter) {
        return new ImportRequest(source, quantisation, Optional.of(meter), inputs);
    }

    public ImportRequest withInputs(InputMeter meter) {
        return new ImportRequest(source, quantisation, features, Optional.of(meter));
    }
}
