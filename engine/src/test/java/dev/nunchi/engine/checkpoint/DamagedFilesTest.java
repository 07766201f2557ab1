package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.Hardness;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Files with seeded damage, each read as far as it can be.
class DamagedFilesTest {
    @TempDir private Path folder;
    private int files;

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "gguf", "zip.bin", "zip64.bin", "legacy.bin"})
    void weightFilesEndInTensorsOrANamedError(String format) throws Exception {
        weightFiles(format, Hardness.SHORT);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "gguf", "zip.bin", "zip64.bin", "legacy.bin"})
    void tenThousandWeightFilesEndInTensorsOrANamedError(String format) throws Exception {
        weightFiles(format, Hardness.SOAK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "preprocessor_config.json",
                "generation_config.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "model.safetensors.index.json"
            })
    void configurationsEndInAModelOrANamedError(String name) throws Exception {
        configurations(name, Hardness.SHORT);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "preprocessor_config.json",
                "generation_config.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "model.safetensors.index.json"
            })
    void tenThousandConfigurationsEndInAModelOrANamedError(String name) throws Exception {
        configurations(name, Hardness.SOAK);
    }

    private void weightFiles(String format, int count) throws Exception {
        new Hardness(bytes -> readAll(format, bytes)).bytes(original(format), count);
    }

    private byte[] original(String format) throws Exception {
        return switch (format) {
            case "safetensors" -> safetensors();
            case "gguf" -> Files.readAllBytes(Golden.path("gguf_quants/quants.gguf"));
            default ->
                    Files.readAllBytes(Path.of(getClass().getResource("pickle/" + format).toURI()));
        };
    }

    private byte[] safetensors() throws Exception {
        var path = folder.resolve("small.safetensors");
        try (var pickle =
                PickleFile.open(Path.of(getClass().getResource("pickle/zip.bin").toURI()))) {
            var tensors = new LinkedHashMap<String, Tensor>();
            pickle.tensors().forEach((name, tensor) -> tensors.put(name, tensor.view()));
            SafetensorsWriter.write(path, tensors, Map.of("format", "pt"));
        }
        return Files.readAllBytes(path);
    }

    private void readAll(String format, byte[] bytes) throws EngineException, IOException {
        // A file of its own each time: one that is mapped must not be cut.
        var path = folder.resolve("damaged-%d".formatted(files++));
        Files.write(path, bytes);
        try {
            switch (format) {
                case "safetensors" -> {
                    try (var file = SafetensorsFile.open(path)) {
                        file.tensors().values().forEach(DamagedFilesTest::readAll);
                    }
                }
                case "gguf" -> {
                    try (var file = GgufFile.open(path)) {
                        file.tensors().values().forEach(DamagedFilesTest::readAll);
                        readAll(file.metadata());
                    }
                }
                default -> {
                    try (var file = PickleFile.open(path)) {
                        file.tensors().values().forEach(DamagedFilesTest::readAll);
                    }
                }
            }
        } finally {
            Files.delete(path);
        }
    }

    private static void readAll(StoredTensor tensor) {
        if (!tensor.format().holdsReals()) {
            tensor.view().toLongs();
            return;
        }
        var row = new float[Math.toIntExact(tensor.rowElements())];
        for (long r = 0; r < tensor.rows(); r++) {
            tensor.readRow(r, row, 0);
        }
    }

    private static void readAll(GgufMetadata metadata) throws EngineException {
        for (String key : metadata.keys()) {
            if (key.endsWith("strings")) {
                metadata.texts(key);
            } else if (key.endsWith("ints")) {
                metadata.integers(key);
            } else if (key.endsWith("floats")) {
                metadata.numbers(key);
            } else if (key.endsWith("bool")) {
                metadata.flag(key);
            } else if (key.matches(".*\\.[fi]\\d+")) {
                metadata.number(key);
            } else if (key.matches(".*\\.u\\d+")) {
                metadata.integer(key);
            } else {
                metadata.text(key);
            }
        }
    }

    private void configurations(String name, int count) throws Exception {
        copyGolden();
        var place = folder.resolve(name);
        if (!Files.exists(place)) {
            Files.writeString(
                    place,
                    "{\"metadata\":{\"total_size\":1},"
                            + "\"weight_map\":{\"a\":\"model.safetensors\"}}");
        }
        var original = Files.readAllBytes(place);
        new Hardness(
                        bytes -> {
                            Files.write(place, bytes);
                            open();
                        })
                .json(original, count);
    }

    private void open() throws EngineException {
        try (var checkpoint = Checkpoint.open(folder)) {
            checkpoint.verify();
        }
    }

    private void copyGolden() throws IOException {
        try (var golden = Files.list(Golden.path("llava15/model"))) {
            for (var file : golden.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }
}
