package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// Reads a folder with a `config.json`: Hugging Face's layout, or the original LLaVA's
/// ([OriginalReader]).
///
/// Weights come from the folder's own files ([FolderWeights]) or from the files that the
/// configuration names (see [HfConfig]).
final class FolderReader {
    /// Llama 3's has 17 MB; a String may take twice as much.
    private static final int MAX_TOKENIZER = 20 << 20;

    private final Path folder;
    private final Arena arena;
    private final SequencedSet<Path> files = new LinkedHashSet<>();

    FolderReader(Path folder, Arena arena) {
        this.folder = folder;
        this.arena = arena;
    }

    CheckpointParts read() throws EngineException {
        var root = config();
        return OriginalConfig.isOriginal(root)
                ? new OriginalReader(this, root, arena).read()
                : huggingFace(root);
    }

    private CheckpointParts huggingFace(ConfigNode root) throws EngineException {
        var gguf = gguf(root);
        var config = HfConfig.read(root, gguf.map(GgufModel::config));
        var weights = weights(root, gguf);
        Optional<ModelTexts> ggufTexts =
                gguf.isPresent() ? Optional.of(gguf.get().texts()) : Optional.empty();
        var tokenizer = tokenizer(gguf);
        var texts = FolderTexts.read(this, root, ggufTexts);
        var pictures = config.vision().isPresent() ? pictures() : Optional.<PictureConfig>empty();
        return parts(config, weights, new Texts(tokenizer, texts, pictures));
    }

    /// What a folder says besides weights.
    record Texts(TokenizerSource tokenizer, ModelTexts model, Optional<PictureConfig> pictures) {}

    /// Everything put together; the files are those that were asked for, here and in the weights.
    CheckpointParts parts(LlavaConfig config, FolderWeights weights, Texts texts)
            throws EngineException {
        var all = new LinkedHashSet<>(files);
        all.addAll(weights.files());
        var own = FusedRows.hasOwnHead(weights.tensors()) ? config.withOwnHead() : config;
        return new CheckpointParts(
                texts.pictures().isPresent() ? fitted(own, texts.pictures().get()) : own,
                FusedRows.apart(weights.tensors(), own.language()),
                texts.tokenizer(),
                texts.model(),
                texts.pictures(),
                List.copyOf(weights.mapped()),
                List.copyOf(all));
    }

    /// The tower at the size that pictures come in: DINOv2 takes any, others their own only.
    private static LlavaConfig fitted(LlavaConfig config, PictureConfig pictures)
            throws UnsupportedModelException {
        var vision = config.vision().orElseThrow();
        int side = pictures.outputSize().width();
        boolean square = pictures.outputSize().height() == side;
        if (square && side == vision.imageSize()) {
            return config;
        }
        if (square && vision instanceof Dinov2Config dino && config.tiling().isEmpty()) {
            return config.withVision(dino.over(side));
        }
        throw new UnsupportedModelException(
                "pictures of %d × %d pixels for a vision tower of %d"
                        .formatted(side, pictures.outputSize().height(), vision.imageSize()),
                List.of("pictures of the tower's size"));
    }

    Path folder() {
        return folder;
    }

    ConfigNode config() throws EngineException {
        return json("config.json").orElseThrow(() -> NoModel.inFolder(folder));
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

    /// Counts the files of another folder as the model's, too.
    void alsoOf(FolderReader other) {
        files.addAll(other.files);
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
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new GgufModel(GgufFile.read(path.get(), arena)));
    }

    private FolderWeights weights(ConfigNode root, Optional<GgufModel> gguf)
            throws EngineException {
        var weights = new FolderWeights(folder, arena);
        var named = named(root);
        if (gguf.isPresent()) {
            weights.add(gguf.get().file(), gguf.get().tensors());
        } else if (named.isEmpty()) {
            named = weights.find(folder);
        }
        for (var file : named) {
            weights.read(file, TensorNames.HUGGING_FACE);
        }
        return weights;
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

    TokenizerSource tokenizer(Optional<GgufModel> gguf) throws EngineException {
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
                .orElseThrow(() -> missing("tokenizer.json"));
    }

    private CheckpointException missing(String name) {
        return new CheckpointException(folder.resolve(name), Reason.MISSING, "is missing");
    }

    /// From `preprocessor_config.json`, or from the `processor_config.json` that has taken it in.
    Optional<PictureConfig> pictures() throws EngineException {
        var own = json("preprocessor_config.json");
        if (own.isPresent()) {
            return Optional.of(PictureConfig.of(own.get().json(), "preprocessor_config.json"));
        }
        var processor = json("processor_config.json");
        var within =
                processor.isPresent()
                        ? processor.get().object("image_processor")
                        : Optional.<ConfigNode>empty();
        if (within.isEmpty()) {
            throw missing("preprocessor_config.json");
        }
        return Optional.of(PictureConfig.of(within.get().json(), "processor_config.json"));
    }
}
