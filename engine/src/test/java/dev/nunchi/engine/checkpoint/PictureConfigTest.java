package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.checkpoint.PictureConfig.Framing;
import dev.nunchi.engine.checkpoint.PictureConfig.Normalisation;
import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Resize;
import dev.nunchi.engine.checkpoint.PictureConfig.Rounding;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class PictureConfigTest {
    @Test
    void writtenValuesAreTaken() throws EngineException {
        var expected =
                new PictureConfig(
                        Framing.PADDED_SQUARE,
                        new Resize.ShortestEdge(80, Rounding.NEAREST),
                        Resample.BILINEAR,
                        Optional.of(new Size(70, 60)),
                        new Normalisation(1, List.of(127.0, 127.0, 127.0), List.of(1., 2., 128.)));

        assertEquals(
                expected,
                parse(
                        """
                        {"image_processor_type": "LlavaImageProcessor", "do_pad": true,
                         "size": {"shortest_edge": 80, "rounding": "nearest"}, "crop_size": {"height": 60, "width": 70},
                         "resample": 2, "do_rescale": false,
                         "image_mean": [127, 127, 127], "image_std": [1, 2, 128]}
                        """));
    }

    /// transformers' processor of CLIP knows no such key.
    @Test
    void doPadOfClipMeansNothing() throws EngineException {
        var config = parse("{\"image_processor_type\": \"CLIPImageProcessor\", \"do_pad\": true}");

        assertEquals(Framing.AS_IS, config.framing());
    }

    @Test
    void valuesLeftOutAreClips() throws EngineException {
        var config = parse("{\"crop_size\": null}");

        assertEquals(new Resize.ShortestEdge(224, Rounding.DOWN), config.resize());
        assertEquals(new Size(224, 224), config.outputSize());
        assertEquals(Resample.BICUBIC, config.resample());
    }

    @Test
    void siglipIsNotCropped() throws EngineException {
        var config =
                parse("{\"image_processor_type\": \"SiglipImageProcessorFast\", \"size\": 42}");

        assertEquals(new Resize.Exact(new Size(42, 42)), config.resize());
        assertEquals(Optional.empty(), config.crop());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"size\": {\"shortest_edge\": 0}}",
                "{\"size\": {\"shortest_edge\": 1000000}}",
                "{\"size\": {\"shortest_edge\": 5, \"rounding\": \"up\"}}",
                "{\"size\": {\"height\": 5}}",
                "{\"size\": \"large\"}",
                "{\"crop_size\": 1.5}",
                "{\"do_resize\": 1}",
                "{\"resample\": \"bicubic\"}",
                "{\"rescale_factor\": 1e99}",
                "{\"image_mean\": [1, 2]}",
                "{\"image_std\": [1, 0, 1]}",
                "{\"image_std\": [1, null, 1]}",
                "{\"image_processor_type\": 3}"
            })
    void valueOutOfFormOrRangeIsRefused(String json) {
        assertThrows(DataException.class, () -> parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"image_processor_type\": \"PixtralImageProcessor\"}",
                "{\"resample\": 5}",
                "{\"do_center_crop\": false}"
            })
    void unknownWayOfProcessingIsRefused(String json) {
        assertThrows(UnsupportedModelException.class, () -> parse(json));
    }

    private static PictureConfig parse(String json) throws EngineException {
        return PictureConfig.parse(json, "preprocessor_config.json");
    }
}
