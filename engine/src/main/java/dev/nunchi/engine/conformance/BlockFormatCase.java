package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.GgufFile;
import dev.nunchi.engine.checkpoint.GgufMetadata;
import dev.nunchi.engine.error.EngineException;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/// A GGUF file with a tensor of every block format, and metadata of every kind.
final class BlockFormatCase {
    private static final Set<String> KEYS =
            Set.of("file", "tensors_in_file", "metadata", "tensors");
    private static final Set<String> TENSOR_KEYS =
            Set.of("tensor", "type", "rows", "cols", "max_abs_error_of_coding");
    private static final Pattern FILES =
            Pattern.compile("[^/]+\\.gguf|expected/expected\\.(json|safetensors)");
    private static final Pattern TENSORS = Pattern.compile(".*\\.values");

    private BlockFormatCase() {}

    static boolean matches(JsonNode expected) {
        return expected.has("tensors_in_file");
    }

    static void run(Path folder, Recorder recorder) throws EngineException {
        try (var fixture = Fixture.open(folder);
                var gguf = GgufFile.open(fixture.path(fixture.json().get("file").asString()))) {
            for (var entry : fixture.json().get("tensors_in_file")) {
                checkTensor(fixture, gguf, entry, recorder);
            }
            for (var entry : fixture.json().get("metadata").properties()) {
                checkValue(entry.getKey(), entry.getValue(), gguf.metadata(), recorder);
            }
            fixture.know(TENSORS);
            fixture.reportUnknown(KEYS, recorder);
            fixture.reportUnknownFiles(FILES, recorder);
        }
    }

    private static void checkTensor(
            Fixture fixture, GgufFile gguf, JsonNode entry, Recorder recorder)
            throws EngineException {
        String name = entry.get("tensor").asString();
        Fixture.reportUnknownKeys(name, entry, TENSOR_KEYS, recorder);
        var stored = gguf.tensors().get(name);
        if (stored == null) {
            recorder.failed(name, Group.FORWARD, "is missing");
            return;
        }
        String type = entry.get("type").asString();
        recorder.equal(name + " type", Group.FORWARD, type, stored.format().name());
        recorder.equal(name + " rows", Group.FORWARD, entry.get("rows").asLong(), stored.rows());
        var values = fixture.tensor(name + ".values");
        recorder.floats(
                name + ".values", Group.FORWARD, values, stored.toFloats(), Tolerances.EQUAL);
    }

    private static void checkValue(
            String key, JsonNode expected, GgufMetadata metadata, Recorder recorder)
            throws EngineException {
        Object found = found(key, expected, metadata);
        String name = "metadata " + key;
        if (found instanceof Double number) {
            recorder.number(name, Group.FORWARD, expected.asDouble(), number, Tolerances.EQUAL);
        } else {
            recorder.equal(name, Group.FORWARD, expected.toString(), found.toString());
        }
    }

    private static Object found(String key, JsonNode expected, GgufMetadata metadata)
            throws EngineException {
        if (expected.isArray()) {
            return list(key, expected, metadata);
        }
        if (expected.isString()) {
            return '"' + metadata.text(key).orElse("") + '"';
        }
        if (expected.isBoolean()) {
            return metadata.flag(key).orElse(false);
        }
        return expected.isIntegralNumber()
                ? metadata.integer(key).orElse(0)
                : (Object) metadata.number(key).orElse(Double.NaN);
    }

    /// As the compact JSON of `expected` spells it.
    private static String list(String key, JsonNode expected, GgufMetadata metadata)
            throws EngineException {
        var copy = expected.deepCopy().asArray().removeAll();
        if (expected.path(0).isString()) {
            metadata.texts(key).forEach(copy::add);
        } else if (expected.path(0).isIntegralNumber()) {
            for (long value : metadata.integers(key)) {
                copy.add(value);
            }
        } else {
            for (float value : metadata.numbers(key)) {
                copy.add((double) value);
            }
        }
        return copy.toString();
    }
}
