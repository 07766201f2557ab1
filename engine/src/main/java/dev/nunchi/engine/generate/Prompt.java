package dev.nunchi.engine.generate;

import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.text.EncodedPrompt;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A prompt with its pictures: one row of embeddings or features for each position.
public final class Prompt {
    /// Stands in the sampler's history where a picture is.
    private static final int NO_TOKEN = -1;

    private final int[] ids;
    private final @Nullable ImageFeatures[] pictureAt;
    private final int[] imageAt;
    private final int[] rowAt;
    private final int pictures;

    /// @param pictures the features of the encoded prompt's images, in their order
    /// @throws IllegalArgumentException if a picture has other rows than its place in the prompt
    public Prompt(EncodedPrompt encoded, List<ImageFeatures> pictures) {
        if (encoded.images().size() != pictures.size()) {
            throw new IllegalArgumentException(
                    "%d pictures for %d places"
                            .formatted(pictures.size(), encoded.images().size()));
        }
        this.ids = encoded.ids().clone();
        this.pictureAt = new ImageFeatures[ids.length];
        this.imageAt = new int[ids.length];
        this.rowAt = new int[ids.length];
        this.pictures = pictures.size();
        for (var span : encoded.images()) {
            var picture = pictures.get(span.image());
            if (picture.tokens() != span.length()) {
                throw new IllegalArgumentException(
                        "a picture of %d rows for %d positions"
                                .formatted(picture.tokens(), span.length()));
            }
            for (int i = 0; i < span.length(); i++) {
                pictureAt[span.start() + i] = picture;
                imageAt[span.start() + i] = span.image();
                rowAt[span.start() + i] = i;
                ids[span.start() + i] = NO_TOKEN;
            }
        }
    }

    /// How many positions hold rows of each picture, counted one by one.
    public int[] pictureTokens() {
        var counts = new int[pictures];
        for (int i = 0; i < imageAt.length; i++) {
            if (pictureAt[i] != null) {
                counts[imageAt[i]]++;
            }
        }
        return counts;
    }

    public int length() {
        return ids.length;
    }

    /// One id a position, negative at pictures: what a sampler takes as history.
    int[] history() {
        return ids.clone();
    }

    /// What a position holds, as a number: equal for equal tokens and equal rows of equal pictures.
    long content(int position) {
        var picture = pictureAt[position];
        if (picture == null) {
            return ids[position];
        }
        long hash = Long.parseUnsignedLong(picture.contentHash().substring(0, 16), 16);
        return (hash + rowAt[position]) | Long.MIN_VALUE;
    }

    /// The rows of the positions `from..to`, `[to − from, D]`.
    float[] rows(int from, int to, TokenEmbedding embedding) {
        int width = embedding.hiddenSize();
        var rows = new float[(to - from) * width];
        var row = new float[width];
        for (int at = from; at < to; at++) {
            var picture = pictureAt[at];
            if (picture == null) {
                embedding.lookup(new int[] {ids[at]}, row);
            } else {
                long start = DType.F32.bytesFor((long) rowAt[at] * width);
                MemorySegment.copy(picture.rows().data(), Tensor.FLOAT, start, row, 0, width);
            }
            System.arraycopy(row, 0, rows, (at - from) * width, width);
        }
        return rows;
    }
}
