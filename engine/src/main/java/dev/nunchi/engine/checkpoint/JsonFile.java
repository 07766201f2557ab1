package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the small JSON and text files of a checkpoint's folder.
final class JsonFile {
    /// Real files stay under 1.5 MB.
    private static final int MAX_JSON = 3 << 20;

    /// Bounds the parsed tree, whose smallest objects take thirty times their text.
    private static final int MAX_TOKENS = 400_000;

    private static final int MAX_DEPTH = 64;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonFile() {}

    /// The object that `path` holds.
    static ConfigNode read(Path path) throws EngineException {
        return parse(path, bytes(path, MAX_JSON));
    }

    private static ConfigNode parse(Path path, byte[] json) throws CheckpointException {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new CheckpointException(path, "is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!node.isObject()) {
            throw new CheckpointException(path, "is not a JSON object");
        }
        return new ConfigNode(path, "", node);
    }

    /// The UTF-8 text that `path` holds.
    ///
    /// @param limit most bytes that are read
    static String text(Path path, int limit) throws EngineException {
        return new String(bytes(path, limit), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path path, int limit) throws EngineException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new StorageException(
                    path, StorageException.Reason.FAILED, "is not a regular file");
        }
        try (InputStream input = Files.newInputStream(path)) {
            long size = Files.size(path);
            if (size > limit) {
                throw new CheckpointException(
                        path, "has %d bytes, more than %d".formatted(size, limit));
            }
            return input.readNBytes(limit);
        } catch (IOException e) {
            throw StorageException.of(path, "reading", e);
        }
    }
}
