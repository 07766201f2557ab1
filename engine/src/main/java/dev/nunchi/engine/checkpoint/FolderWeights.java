package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The tensors of one model, gathered from the weight files of one or more folders.
///
/// A folder's weights are `model.safetensors`, the shards that `model.safetensors.index.json`
/// names, or the same of PyTorch's own files. Names of files never lead out of their folder.
final class FolderWeights {
    private static final int MAX_SHARDS = 1024;
    private static final int MAX_TENSORS = 65_536;
    private static final List<String> FILES = List.of("model.safetensors", "pytorch_model.bin");

    private final Path place;
    private final Arena arena;
    private final SequencedSet<Path> files = new LinkedHashSet<>();
    private final SequencedSet<MappedFile> mapped = new LinkedHashSet<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /// @param place for messages
    FolderWeights(Path place, Arena arena) {
        this.place = place;
        this.arena = arena;
    }

    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    SequencedSet<MappedFile> mapped() {
        return Collections.unmodifiableSequencedSet(mapped);
    }

    /// Weight files and their indices.
    SequencedSet<Path> files() {
        return Collections.unmodifiableSequencedSet(files);
    }

    /// Whether a folder holds weights of its own.
    static boolean areIn(Path folder) {
        return FILES.stream()
                .anyMatch(name ->
                        Files.exists(folder.resolve(name))
                                || Files.exists(folder.resolve(name + ".index.json")));
    }

    /// The weight files of a folder, by index or alone; safetensors before PyTorch's own.
    SequencedSet<Path> find(Path folder) throws EngineException {
        for (String name : FILES) {
            var index = folder.resolve(name + ".index.json");
            if (Files.exists(index)) {
                files.add(index);
                return shards(JsonFile.read(index));
            }
            if (Files.exists(folder.resolve(name))) {
                return new LinkedHashSet<>(List.of(folder.resolve(name)));
            }
        }
        return new LinkedHashSet<>(List.of(folder.resolve(FILES.getFirst())));
    }

    private static SequencedSet<Path> shards(ConfigNode index) throws CheckpointException {
        var map = index.object("weight_map");
        if (map.isEmpty()) {
            throw index.problem("weight_map", "an object");
        }
        var names = new TreeSet<String>();
        for (String tensor : map.get().json().propertyNames()) {
            names.add(map.get().text(tensor).orElse(""));
        }
        index.require("weight_map", names.size() <= MAX_SHARDS, "fewer shards");
        var paths = new LinkedHashSet<Path>();
        for (String name : names) {
            paths.add(index.sibling("weight_map", name));
        }
        return paths;
    }

    /// Maps a weight file and takes its tensors.
    void read(Path file, TensorNames names) throws EngineException {
        read(file, names, _ -> true);
    }

    /// Maps a weight file and takes the tensors whose canonical names are wanted.
    void read(Path file, TensorNames names, Predicate<String> wanted) throws EngineException {
        requireThere(file);
        var weights = WeightFile.read(file, arena);
        files.add(file);
        mapped.add(weights.file());
        for (var tensor :
                CheckpointParts.named(weights.file(), weights.tensors(), names).values()) {
            if (wanted.test(tensor.name())) {
                add(tensor);
            }
        }
    }

    private static void requireThere(Path file) throws CheckpointException {
        if (!Files.exists(file)) {
            throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? new CheckpointException(file, Reason.BROKEN_LINK, "leads nowhere")
                    : new CheckpointException(file, Reason.MISSING, "is missing");
        }
    }

    /// Takes over what somebody else has mapped.
    void add(MappedFile file, Map<String, StoredTensor> more) throws CheckpointException {
        files.add(file.path());
        mapped.add(file);
        for (var tensor : more.values()) {
            add(tensor);
        }
    }

    private void add(StoredTensor tensor) throws CheckpointException {
        if (tensors.put(tensor.name(), tensor) != null) {
            throw new CheckpointException(
                    place, tensor.name(), Reason.CONTRADICTION, "is in two files");
        }
        if (tensors.size() > MAX_TENSORS) {
            throw new CheckpointException(place, "more than %d tensors".formatted(MAX_TENSORS));
        }
    }
}
