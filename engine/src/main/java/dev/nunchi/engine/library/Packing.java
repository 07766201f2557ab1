package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.QuantisedFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.quant.InputMoments;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.quantize.DecoderInputs;
import dev.nunchi.engine.quantize.Quantisation;

import java.util.Optional;

/// How an import's floats become blocks.
///
/// @param inputs what a search goes by
record Packing(Quantisation quantisation, DecoderInputs inputs) implements QuantisedFile.Choice {
    @Override
    public Optional<TensorFormat> formatOf(StoredTensor tensor) {
        return quantisation.formatOf(tensor);
    }

    @Override
    public InputMoments inputsOf(StoredTensor tensor) {
        return inputs.of(tensor);
    }

    /// With the vision tower packed, too.
    Packing withTower() {
        return new Packing(quantisation.withTower(), inputs);
    }

    /// All that the packed bytes depend on besides the source.
    String fingerprint() {
        String known = inputs.areKnown() ? " by inputs" : "";
        return quantisation + " " + quantisation.tower() + known + " " + Quantisation.VERSION;
    }
}
