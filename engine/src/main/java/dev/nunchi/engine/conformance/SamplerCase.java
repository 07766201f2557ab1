package dev.nunchi.engine.conformance;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/// Probabilities after every combination of samplers.
final class SamplerCase {
    private static final Set<String> KEYS =
            Set.of("order", "history", "vocab_size", "cases", "tensors");
    private static final Set<String> CASE_KEYS =
            Set.of(
                    "index",
                    "input",
                    "repetition_penalty",
                    "temperature",
                    "top_k",
                    "top_p",
                    "min_p",
                    "kept",
                    "argmax");
    private static final Pattern FILES = Pattern.compile("expected/expected\\.(json|safetensors)");
    private static final Pattern TENSORS = Pattern.compile("case\\.\\d+\\.probs|input\\..*");

    private SamplerCase() {}

    static boolean matches(JsonNode expected) {
        return expected.has("cases") && expected.has("history");
    }

    static void run(Path folder, Recorder recorder) throws EngineException {
        try (var fixture = Fixture.open(folder)) {
            if (recorder.wants(Group.SAMPLE)) {
                var history = fixture.tensor("input.history").longs();
                var ids = Arrays.stream(history).mapToInt(Math::toIntExact).toArray();
                for (var entry : fixture.json().get("cases")) {
                    check(fixture, entry, ids, recorder);
                }
            }
            fixture.know(TENSORS);
            fixture.reportUnknown(KEYS, recorder);
            fixture.reportUnknownFiles(FILES, recorder);
        }
    }

    private static void check(Fixture fixture, JsonNode entry, int[] history, Recorder recorder)
            throws EngineException {
        String name = "case." + entry.get("index").asInt() + ".probs";
        var logits = fixture.tensor("input." + entry.get("input").asString()).floats();
        var probabilities = new Sampler(options(entry)).probabilities(logits, history);
        recorder.floats(
                name, Group.SAMPLE, fixture.tensor(name), probabilities, Tolerances.PROBABILITIES);
        int kept = 0;
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            kept += probabilities[i] > 0 ? 1 : 0;
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        recorder.equal(name + " kept", Group.SAMPLE, entry.get("kept").asInt(), kept);
        recorder.equal(name + " argmax", Group.SAMPLE, entry.get("argmax").asInt(), best);
        Fixture.reportUnknownKeys(name, entry, CASE_KEYS, recorder);
    }

    private static SamplingOptions options(JsonNode entry) {
        return SamplingOptions.greedy()
                .withTemperature(entry.path("temperature").asDouble(1))
                .withTopK(entry.path("top_k").asInt(0))
                .withTopP(entry.path("top_p").asDouble(1))
                .withMinP(entry.path("min_p").asDouble(0))
                .withRepetitionPenalty(entry.path("repetition_penalty").asDouble(1));
    }
}
