package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a model in the layout of the original LLaVA repository, whose parts lie in folders of
/// their own.
///
/// ```
/// model/            config.json, weights and tokenizer, or only mm_projector.bin …
/// vicuna-7b/        … and then the base model that `_name_or_path` names
/// clip-vit-…/       the tower that `mm_vision_tower` names
/// ```
///
/// Folders are looked for within the model's folder and beside it, by the last part of their name;
/// no other place is looked at.
final class OriginalReader {
    private static final List<String> PROJECTORS =
            List.of("mm_projector.safetensors", "mm_projector.bin");

    private final FolderReader model;
    private final OriginalConfig config;
    private final FolderWeights weights;
    private final Arena arena;

    OriginalReader(FolderReader model, ConfigNode root, Arena arena) {
        this.model = model;
        this.arena = arena;
        config = new OriginalConfig(root);
        weights = new FolderWeights(model.folder(), arena);
    }

    CheckpointParts read() throws EngineException {
        var tower = new FolderReader(neighbour(config.tower(), "the vision tower"), arena);
        var towerRoot = tower.config();
        var llava = config.read(HfVision.read(towerRoot.object("vision_config").orElse(towerRoot)));
        var base = base();
        readWeights(base, tower.folder());
        var texts =
                new FolderReader.Texts(
                        base.tokenizer(Optional.empty()),
                        FolderTexts.read(base, base.config(), Optional.empty()),
                        pictures(tower, llava));
        model.alsoOf(tower);
        model.alsoOf(base);
        return model.parts(llava, weights, texts);
    }

    private Optional<PictureConfig> pictures(FolderReader tower, LlavaConfig llava)
            throws EngineException {
        var own = tower.pictures();
        return own.isEmpty() ? own : Optional.of(config.pictures(own.get(), llava));
    }

    /// The folder of the language model: this one unless it holds a projector only.
    private FolderReader base() throws EngineException {
        var projector =
                PROJECTORS.stream().filter(name -> model.file(name).isPresent()).findFirst();
        if (projector.isEmpty() || FolderWeights.areIn(model.folder())) {
            return model;
        }
        var name = config.base();
        if (name.isEmpty()) {
            throw new CheckpointException(
                    model.folder(), "holds %s but no language model".formatted(projector.get()));
        }
        return new FolderReader(neighbour(name.get(), "the language model"), arena);
    }

    /// A projector in a file of its own replaces one among the weights, and so do weights of a
    /// tower that was trained along replace the tower's own.
    private void readWeights(FolderReader base, Path tower) throws EngineException {
        var projector =
                PROJECTORS.stream().map(model.folder()::resolve).filter(Files::exists).findFirst();
        for (var file : weights.find(base.folder())) {
            weights.read(
                    file,
                    TensorNames.ORIGINAL,
                    name -> projector.isEmpty() || !name.startsWith("multi_modal_projector."));
        }
        if (projector.isPresent()) {
            weights.read(projector.get(), TensorNames.ORIGINAL);
        }
        boolean trained =
                weights.tensors().keySet().stream().anyMatch(n -> n.startsWith("vision_tower."));
        if (!trained) {
            for (var file : weights.find(tower)) {
                weights.read(file, TensorNames.TOWER);
            }
        }
    }

    private Path neighbour(String name, String what) throws EngineException {
        var parts = name.split("[/\\\\]");
        String last = parts.length == 0 ? "" : parts[parts.length - 1];
        if (last.isEmpty() || last.startsWith(".") || last.contains(":")) {
            throw new CheckpointException(
                    model.folder().resolve("config.json"),
                    "%s '%s' is no folder's name".formatted(what, name));
        }
        var within = model.folder().resolve(last);
        var beside = model.folder().toAbsolutePath().normalize().resolveSibling(last);
        for (var place : List.of(within, beside)) {
            if (Files.exists(place.resolve("config.json"))) {
                return place;
            }
        }
        throw new StorageException(
                within,
                StorageException.Reason.NOT_FOUND,
                "%s of this model is a checkpoint of its own, expected here or beside the model"
                        .formatted(what));
    }
}
