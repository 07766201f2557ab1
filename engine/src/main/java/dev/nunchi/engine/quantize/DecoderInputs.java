package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.model.MatrixInput;
import dev.nunchi.engine.quant.InputMoments;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a decoder's matrices are given, as far as it is known. Immutable.
public final class DecoderInputs {
    /// Nothing is known.
    public static final DecoderInputs UNKNOWN = new DecoderInputs(Map.of());

    private static final Pattern LAYER = Pattern.compile("(?:layers?|blk)\\.(\\d+)\\.");

    /// Of a layer.
    record Place(int layer, MatrixInput input) {}

    private final Map<Place, float[]> moments;

    /// @param moments `[K/32, 32, 32]` each
    DecoderInputs(Map<Place, float[]> moments) {
        this.moments = Map.copyOf(moments);
    }

    public boolean areKnown() {
        return !moments.isEmpty();
    }

    /// What a matrix is given.
    ///
    /// @param matrix under the name that it has in its file
    public InputMoments of(StoredTensor matrix) {
        return place(matrix.name())
                .flatMap(place -> Optional.ofNullable(moments.get(place)))
                .map(InputMoments::of)
                .filter(known -> known.width() == matrix.rowElements())
                .orElse(InputMoments.UNKNOWN);
    }

    private static Optional<Place> place(String name) {
        var layer = LAYER.matcher(name);
        if (!Quantisation.isDecoderLayer(name) || !layer.find()) {
            return Optional.empty();
        }
        return MatrixInput.of(name.substring(0, name.lastIndexOf('.')))
                .map(input -> new Place(Integer.parseInt(layer.group(1)), input));
    }
}
