package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a checkpoint wants its pictures turned into pixel values, as `preprocessor_config.json`
/// says: frame, resize, crop, normalise, in that order.
///
/// With tiling, a picture is shown twice: as a whole, resized to the tile's size without keeping
/// its ratio, and laid out on a canvas that is cut into tiles.
///
/// Values that the file leaves out are those of the image processor that it names.
public record PictureConfig(
        Framing framing,
        Resize resize,
        Resample resample,
        Optional<Size> crop,
        Normalisation normalisation,
        Optional<Tiling> tiling) {

    public PictureConfig {
        if (crop.isEmpty() && !(resize instanceof Resize.Exact)) {
            throw new IllegalArgumentException("pictures would differ in size: no crop, " + resize);
        }
    }

    /// Without tiling.
    public PictureConfig(
            Framing framing,
            Resize resize,
            Resample resample,
            Optional<Size> crop,
            Normalisation normalisation) {
        this(framing, resize, resample, crop, normalisation, Optional.empty());
    }

    /// Reads the text of a `preprocessor_config.json`.
    ///
    /// @param source the file's name, for messages
    /// @throws DataException if it is no JSON, or a value is missing its form or range
    /// @throws UnsupportedModelException if it asks for another image processor or filter
    public static PictureConfig parse(String json, String source)
            throws DataException, UnsupportedModelException {
        try {
            return of(JsonMapper.shared().readTree(json), source);
        } catch (JacksonException e) {
            throw new DataException(source, 0, "is no JSON: " + e.getOriginalMessage());
        }
    }

    /// The same from a tree that is read already.
    static PictureConfig of(JsonNode preprocessorConfig, String source)
            throws DataException, UnsupportedModelException {
        return new PictureConfigParser(preprocessorConfig, source).config();
    }

    /// The same with pictures padded to a square first (LLaVA's `image_aspect_ratio: pad`).
    public PictureConfig padded() {
        return new PictureConfig(
                Framing.PADDED_SQUARE, resize, resample, crop, normalisation, tiling);
    }

    /// The same with pictures cut into tiles of [#outputSize()], too.
    PictureConfig tiled(Tiling other) {
        return new PictureConfig(
                Framing.AS_IS, resize, resample, crop, normalisation, Optional.of(other));
    }

    /// Width and height of the pixel values of a tile, whatever the picture.
    public Size outputSize() {
        return switch (resize) {
            case Resize.Exact(Size size) -> crop.orElse(size);
            case Resize.None _, Resize.ShortestEdge _ -> crop.orElseThrow();
        };
    }

    /// What is done before resizing.
    public enum Framing {
        AS_IS,
        /// Centred on a square of the mean colour.
        PADDED_SQUARE
    }

    /// What a picture is resized to.
    public sealed interface Resize {
        record None() implements Resize {}

        /// The shorter side becomes `edge`; the ratio is kept as far as whole pixels allow.
        record ShortestEdge(int edge, Rounding rounding) implements Resize {}

        /// The ratio is not kept.
        record Exact(Size size) implements Resize {}
    }

    /// How the longer side becomes a whole number of pixels.
    public enum Rounding {
        /// As the image processors of transformers do.
        DOWN,
        /// To the nearest, halves to the even one; written `"rounding": "nearest"` beside
        /// `shortest_edge`, which is our own addition for the default model.
        NEAREST
    }

    /// Resampling filters, with Pillow's numbers.
    public enum Resample {
        NEAREST(0),
        LANCZOS(1),
        BILINEAR(2),
        BICUBIC(3);

        private final int code;

        Resample(int code) {
            this.code = code;
        }

        /// Pillow's number for it.
        int code() {
            return code;
        }

        static Resample of(int code) throws UnsupportedModelException {
            return Arrays.stream(values())
                    .filter(filter -> filter.code == code)
                    .findFirst()
                    .orElseThrow(() ->
                            new UnsupportedModelException(
                                    "resampling filter " + code, List.of("0", "1", "2", "3")));
        }
    }

    /// Width and height in pixels.
    public record Size(int width, int height) {}

    /// `(x · rescaleFactor − mean) / deviation` for every 8-bit level `x` of a channel.
    ///
    /// @param mean red, green, blue, on the rescaled scale
    /// @param deviation red, green, blue; none is zero
    public record Normalisation(double rescaleFactor, List<Double> mean, List<Double> deviation) {
        public Normalisation {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
        }
    }
}
