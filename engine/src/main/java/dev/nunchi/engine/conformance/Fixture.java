package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One case's expected values, which remembers what was asked for: what is left over is unknown.
final class Fixture implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final JsonNode json;
    private final Optional<SafetensorsFile> tensors;
    private final Set<String> unused = new LinkedHashSet<>();

    private Fixture(Path folder, JsonNode json, Optional<SafetensorsFile> tensors) {
        this.folder = folder;
        this.json = json;
        this.tensors = tensors;
        tensors.ifPresent(file -> unused.addAll(file.tensors().keySet()));
    }

    /// @param folder holds `expected/expected.json` and perhaps `expected/expected.safetensors`
    static Fixture open(Path folder) throws EngineException {
        var json = readJson(folder.resolve("expected/expected.json"));
        var arrays = folder.resolve("expected/expected.safetensors");
        var file =
                Files.exists(arrays)
                        ? Optional.of(SafetensorsFile.open(arrays))
                        : Optional.<SafetensorsFile>empty();
        return new Fixture(folder, json, file);
    }

    static JsonNode readJson(Path file) throws DataException, StorageException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw StorageException.of(file, "reading a fixture", e);
        } catch (JacksonException e) {
            var place = e.getLocation();
            long line = place == null ? 0 : place.getLineNr();
            throw new DataException(file.toString(), line, e.getOriginalMessage());
        }
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    JsonNode json() {
        return json;
    }

    boolean has(String name) {
        return tensors.isPresent() && tensors.get().tensors().containsKey(name);
    }

    /// Marks the tensor as known.
    ///
    /// @throws DataException if the case has no such tensor
    ExpectedTensor tensor(String name) throws DataException {
        var stored = tensors.map(file -> file.tensors().get(name));
        if (stored.isEmpty()) {
            throw new DataException(folder + "/expected", 0, "no tensor '" + name + "'");
        }
        unused.remove(name);
        return new ExpectedTensor(stored.get());
    }

    /// Tensors of a group that is not wanted are known all the same.
    void know(Pattern names) {
        unused.removeIf(name -> names.matcher(name).matches());
    }

    /// Reports every tensor and JSON key that nobody asked for.
    ///
    /// @param keys the top-level keys that this kind of case has
    void reportUnknown(Set<String> keys, Recorder recorder) {
        unused.forEach(name -> recorder.unknown(name, "unknown tensor"));
        reportUnknownKeys("expected.json", json, keys, recorder);
    }

    static void reportUnknownKeys(
            String where, JsonNode object, Set<String> keys, Recorder recorder) {
        var left = new HashSet<>(object.propertyNames());
        left.removeAll(keys);
        left.stream().sorted().forEach(key -> recorder.unknown(where + ": " + key, "unknown key"));
    }

    /// Reports every file of the case that does not match.
    void reportUnknownFiles(Pattern known, Recorder recorder) throws StorageException {
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !known.matcher(name).matches())
                    .sorted()
                    .forEach(name -> recorder.unknown(name, "unknown file"));
        } catch (IOException e) {
            throw StorageException.of(folder, "listing a case", e);
        }
    }

    @Override
    public void close() {
        tensors.ifPresent(SafetensorsFile::close);
    }
}
