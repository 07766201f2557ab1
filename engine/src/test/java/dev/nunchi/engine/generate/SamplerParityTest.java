package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Objects;

/// Probabilities against those that transformers recorded; see the README of
/// `src/conformance/golden`.
class SamplerParityTest {
    /// The fixture's own; float32 sums differ in the order of their terms.
    private static final float TOLERANCE = 2e-6f;

    @Test
    void probabilitiesAreTheReferences() throws EngineException {
        var folder = Golden.path("sampler/expected");
        var description = JsonMapper.shared().readTree(folder.resolve("expected.json").toFile());
        try (var file = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
            int[] history =
                    description.get("history").valueStream().mapToInt(JsonNode::intValue).toArray();
            for (var settings : description.get("cases")) {
                var probabilities =
                        new Sampler(options(settings))
                                .probabilities(
                                        floats(
                                                file,
                                                "input." + settings.get("input").stringValue()),
                                        history);

                var name = "case." + settings.get("index").intValue() + ".probs";
                assertArrayEquals(
                        floats(file, name), probabilities, TOLERANCE, settings.toString());
                assertEquals(
                        settings.get("kept").intValue(), kept(probabilities), settings.toString());
            }
        }
    }

    private static SamplingOptions options(JsonNode settings) {
        return new SamplingOptions(
                settings.path("temperature").asDouble(1),
                settings.path("top_k").asInt(0),
                settings.path("top_p").asDouble(1),
                settings.path("min_p").asDouble(0),
                settings.path("repetition_penalty").asDouble(1),
                0);
    }

    private static float[] floats(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name)).toFloats();
    }

    private static int kept(float[] probabilities) {
        int kept = 0;
        for (float probability : probabilities) {
            kept += probability > 0 ? 1 : 0;
        }
        return kept;
    }
}
