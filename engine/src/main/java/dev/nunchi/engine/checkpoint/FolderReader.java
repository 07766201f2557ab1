package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/// Reads a folder with a `config.json`.
///
/// Weights come from `model.safetensors`, from the shards that `model.safetensors.index.json`
/// names, or from the files that the configuration names (see [HfConfig]). Names of files never
/// lead out of the folder.
final class FolderReader {
    private static final int MAX_SHARDS = 1024;

    /// Llama 3's has 17 MB; a String may take twice as much.
    private static final int MAX_TOKENIZER = 20 << 20;

    private static final int MAX_TENSORS = 65_536;

    private static final List<String> WEIGHT_FILES =
            List.of("model.safetensors", "pytorch_model.bin");

    private final Path folder;
    private final Arena arena;
    private final SequencedSet<Path> files = new LinkedHashSet<>();
    private final SequencedSet<MappedFile> mapped = new LinkedHashSet<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    FolderReader(Path folder, Arena arena) {
        this.folder = folder;
        this.arena = arena;
    }

    CheckpointParts read() throws EngineException {
        var root =
                json("config.json")
                        .orElseThrow(() ->
                                new StorageException(
                                        folder,
                                        StorageException.Reason.NOT_FOUND,
                                        "holds no config.json"));
        var gguf = gguf(root);
        var config = HfConfig.read(root, gguf.map(GgufModel::config));
        readWeights(root, gguf);
        if (config.language().tiedHead()) {
            tensors.remove("lm_head.weight");
        }
        Optional<ModelTexts> ggufTexts =
                gguf.isPresent() ? Optional.of(gguf.get().texts()) : Optional.empty();
        return new CheckpointParts(
                config,
                Collections.unmodifiableMap(tensors),
                tokenizer(gguf),
                FolderTexts.read(this, root, ggufTexts),
                config.vision().isPresent() ? pictures() : Optional.empty(),
                List.copyOf(mapped),
                List.copyOf(files));
    }

    /// The file `name` if it is there; it is then one of the model's files.
    Optional<Path> file(String name) {
        var path = folder.resolve(name);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        files.add(path);
        return Optional.of(path);
    }

    /// The object in the JSON file `name`, if it is there.
    Optional<ConfigNode> json(String name) throws EngineException {
        var path = file(name);
        return path.isPresent() ? Optional.of(JsonFile.read(path.get())) : Optional.empty();
    }

    private Optional<GgufModel> gguf(ConfigNode root) throws EngineException {
        var text = root.object("text_config");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var path = text.get().sibling("gguf_file");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        var gguf = GgufFile.read(path.get(), arena);
        files.add(path.get());
        mapped.add(gguf.file());
        return Optional.of(new GgufModel(gguf));
    }

    private void readWeights(ConfigNode root, Optional<GgufModel> gguf) throws EngineException {
        var shards = named(root);
        if (gguf.isPresent()) {
            add(gguf.get().tensors());
        } else if (shards.isEmpty()) {
            shards = shards();
        }
        for (var shard : shards) {
            var file = WeightFile.read(shard, arena);
            files.add(shard);
            mapped.add(file.file());
            add(CheckpointParts.named(file.file(), file.tensors(), TensorNames.HUGGING_FACE));
        }
    }

    /// Weight files that the parts of the configuration name.
    private static SequencedSet<Path> named(ConfigNode root) throws CheckpointException {
        var paths = new LinkedHashSet<Path>();
        for (String part : List.of("text_config", "vision_config", "projector_config")) {
            var node = root.object(part);
            if (node.isPresent()) {
                node.get().sibling("weights_file").ifPresent(paths::add);
            }
        }
        return paths;
    }

    /// The weight files, by index or alone; safetensors before PyTorch's own.
    private SequencedSet<Path> shards() throws EngineException {
        for (String name : WEIGHT_FILES) {
            var index = json(name + ".index.json");
            if (index.isPresent()) {
                return shards(index.get());
            }
            if (Files.exists(folder.resolve(name))) {
                return new LinkedHashSet<>(List.of(folder.resolve(name)));
            }
        }
        return new LinkedHashSet<>(List.of(folder.resolve(WEIGHT_FILES.getFirst())));
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

    private void add(Map<String, StoredTensor> more) throws CheckpointException {
        for (var tensor : more.values()) {
            if (tensors.put(tensor.name(), tensor) != null) {
                throw new CheckpointException(folder, tensor.name(), "is in two files");
            }
            if (tensors.size() > MAX_TENSORS) {
                throw new CheckpointException(
                        folder, "more than %d tensors".formatted(MAX_TENSORS));
            }
        }
    }

    private TokenizerSource tokenizer(Optional<GgufModel> gguf) throws EngineException {
        var path = file("tokenizer.json");
        if (path.isPresent()) {
            return new TokenizerSource.TokenizerJson(JsonFile.text(path.get(), MAX_TOKENIZER));
        }
        var pieces = file("tokenizer.model");
        if (gguf.isEmpty() && pieces.isPresent()) {
            var model = MappedFile.open(pieces.get(), arena).bytes().asByteBuffer();
            return new TokenizerSource.SentencePiece(model, SlowTokenizerFiles.read(this));
        }
        return gguf.map(model -> new TokenizerSource.GgufVocabulary(model.metadata()))
                .orElseThrow(() ->
                        new UnsupportedModelException(
                                "a folder without a tokenizer",
                                List.of("tokenizer.json", "tokenizer.model")));
    }

    private Optional<PictureConfig> pictures() throws EngineException {
        var node = json("preprocessor_config.json");
        if (node.isEmpty()) {
            throw new CheckpointException(folder, "preprocessor_config.json is missing");
        }
        return Optional.of(PictureConfig.of(node.get().json(), "preprocessor_config.json"));
    }
}
