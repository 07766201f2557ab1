package dev.nunchi.engine.library;

import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.CaptionDamage;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.quantize.DamageMeter;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.FolderNames;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Tokenizer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The checkpoints that came with the program and those that the user imported, one folder each.
///
/// Safe for several threads and for several processes on one folder.
public final class ModelLibrary {
    private final Path models;
    private final List<Path> bundled;

    /// Touches no file.
    ///
    /// @param models where imported models are kept; made when the first is imported
    /// @param bundled folders of the models that came with the program
    public ModelLibrary(Path models, List<Path> bundled) {
        this.models = models.toAbsolutePath().normalize();
        this.bundled = List.copyOf(bundled);
    }

    /// All models: bundled ones as given, then imported ones by name.
    public List<InstalledModel> list() throws StorageException {
        var all = new ArrayList<InstalledModel>();
        for (var folder : bundled) {
            all.add(ModelFolder.describe(folder, Origin.BUNDLED));
        }
        var imported = new ArrayList<InstalledModel>();
        for (var folder : folders()) {
            imported.add(ModelFolder.describe(folder, Origin.IMPORTED));
        }
        imported.sort(Comparator.comparing(InstalledModel::name));
        all.addAll(imported);
        return List.copyOf(all);
    }

    /// A model that lies anywhere, be it whole or not.
    public static InstalledModel at(Path folder) {
        return ModelFolder.describe(folder.toAbsolutePath().normalize(), Origin.IMPORTED);
    }

    public Optional<InstalledModel> find(String name) throws StorageException {
        return list().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /// Checks a checkpoint and copies it into the library as it is; see [#importFrom(ImportRequest,
    /// Progress, CancelToken)].
    public Optional<InstalledModel> importFrom(Path source, Progress progress, CancelToken cancel)
            throws EngineException {
        return importFrom(ImportRequest.asItIs(source), progress, cancel);
    }

    /// Checks a checkpoint and brings it into the library, packed if that is asked for.
    ///
    /// A call that is cancelled or fails leaves nothing. One that is killed leaves a folder that
    /// [#list()] does not show: the same import goes on from there, any other clears it away. Holds
    /// a tensor and some megabytes at a time.
    ///
    /// @return empty if cancelled
    /// @throws EngineException if the checkpoint is not whole, cannot be built, or does not fit the
    ///   disk
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        var from = request.source().toAbsolutePath().normalize();
        ImportSource source;
        try (var checkpoint = Checkpoint.open(from)) {
            progress.report(Stage.CHECKING_MODEL, 0, 0);
            verify(checkpoint, from);
            source = ImportSource.of(from, checkpoint);
        }
        source.plan(request.unmeasured()); // refuses before anything is written
        Storage.createFolder(models);
        try (var _ = FolderLock.acquire(models)) {
            var target = models.resolve(nameFor(String.valueOf(from.getFileName())));
            removeLeftovers(Storage.partOf(target));
            return new ImportRun(target, source, request).run(progress, cancel);
        }
    }

    /// Everything that opening the model would need but running it.
    private static void verify(Checkpoint checkpoint, Path from) throws EngineException {
        checkpoint.verify();
        var template =
                checkpoint
                        .chatTemplate()
                        .orElseThrow(() ->
                                new UnsupportedModelException(
                                        UnsupportedModelException.Reason.NO_TEMPLATE,
                                        String.valueOf(from.getFileName()),
                                        List.of()));
        try {
            ChatTemplate.parse(template, checkpoint.specialTokens());
        } catch (TemplateException e) {
            // Nobody has asked anything yet: what is wrong is the model, not a conversation.
            throw new UnsupportedModelException(String.valueOf(e.getMessage()), List.of());
        }
        Tokenizer.open(checkpoint.tokenizer()).close();
        if (OwnAdapter.isIn(from)) {
            String name = String.valueOf(from.getFileName());
            OwnAdapter.read(
                    from, new BaseModel(name, BaseHash.of(checkpoint), checkpoint.config()));
        }
    }

    private String nameFor(String wanted) throws StorageException {
        String name = wanted.replaceFirst("(?i)\\.gguf$", "");
        var others = list().stream().map(InstalledModel::name).toList();
        return FolderNames.unique(name, "model", others);
    }

    /// Makes the folder of a model.
    @FunctionalInterface
    public interface Maker {
        /// @param folder not there yet
        /// @return false if cancelled
        boolean make(Path folder) throws EngineException;
    }

    /// Adds a model that was made from another; it is there when it is whole or not at all.
    ///
    /// @param wanted its name, numbered if it is taken
    /// @param base whose licences and notices go with it
    /// @return empty if cancelled
    /// @throws EngineException if it cannot be made, or what was made is not whole
    public Optional<InstalledModel> add(String wanted, InstalledModel base, Maker maker)
            throws EngineException {
        Storage.createFolder(models);
        try (var _ = FolderLock.acquire(models)) {
            var target = models.resolve(nameFor(wanted));
            var part = Storage.partOf(target);
            removeLeftovers(target);
            boolean whole = false;
            try {
                if (!maker.make(part)) {
                    return Optional.empty();
                }
                for (var paper : ModelFolder.papers(base.folder())) {
                    Files.copy(paper, part.resolve(paper.getFileName()));
                }
                ModelFolder.write(part, described(part));
                Storage.publish(part, target);
                whole = true;
            } catch (IOException e) {
                throw StorageException.of(target, "adding the model", e);
            } finally {
                if (!whole) {
                    ModelFolder.clean(part);
                }
            }
            return Optional.of(ModelFolder.describe(target, Origin.IMPORTED));
        }
    }

    private static ModelFolder.Description described(Path folder)
            throws EngineException, IOException {
        try (var checkpoint = Checkpoint.open(folder)) {
            verify(checkpoint, folder);
            return ModelFolder.Description.of(
                    checkpoint, ModelFolder.bytesOf(folder), Optional.empty());
        }
    }

    /// Measures how well a model and its packed form find captions of pictures.
    @FunctionalInterface
    public interface CaptionMeter {
        /// @param cacheFolder for compiled models; removed afterwards
        /// @return empty if the model takes no pictures
        Optional<CaptionDamage> measure(
                InstalledModel original, InstalledModel packed, Path cacheFolder)
                throws EngineException;
    }

    /// What a packed model is compared with, and by what means.
    ///
    /// @param original what the model was imported from
    public record Comparison(Path original, InferenceRuntime runtime, CaptionMeter captions) {}

    /// Compares the predictions of a packed model with those of its original and keeps the result
    /// with it. Both are in memory at once, the original in float32.
    ///
    /// @return the model, with its damage
    /// @throws IllegalArgumentException if it was not packed
    /// @throws EngineException if one of them cannot be opened, or the device failed
    public InstalledModel measure(InstalledModel model, Comparison comparison)
            throws EngineException {
        if (model.packed().isEmpty()) {
            throw new IllegalArgumentException(model.name() + " was not packed");
        }
        var original = ModelFolder.describe(comparison.original(), Origin.IMPORTED);
        var scratch = Storage.partOf(models.resolve("measuring-" + model.name()));
        try (var _ = FolderLock.acquire(models)) {
            Storage.createFolder(scratch);
            var captions = comparison.captions().measure(original, model, scratch);
            var damage = measure(model, comparison, scratch).withCaptions(captions);
            ModelFolder.writeDamage(model, damage);
        } catch (IOException e) {
            throw StorageException.of(model.folder(), "writing what packing cost", e);
        } finally {
            ModelFolder.clean(scratch);
        }
        return ModelFolder.describe(model.folder(), Origin.IMPORTED);
    }

    private static Damage measure(InstalledModel model, Comparison comparison, Path scratch)
            throws EngineException {
        try (var before = Checkpoint.open(comparison.original());
                var after = model.open()) {
            return new DamageMeter(comparison.runtime(), scratch)
                    .measure(before, after, BuildOptions.answering());
        }
    }

    /// Deletes an imported model. It must not be open.
    ///
    /// @throws IllegalArgumentException if it is bundled or not of this library
    public void remove(InstalledModel model) throws StorageException {
        var folder = models.resolve(model.name()).normalize();
        if (model.origin() != Origin.IMPORTED
                || !folder.equals(model.folder())
                || !models.equals(folder.getParent())) {
            throw new IllegalArgumentException(model.name() + " is no imported model");
        }
        try (var _ = FolderLock.acquire(models)) {
            // Renamed first: a removal that is cut short leaves no half of a model.
            var part = Storage.partOf(folder);
            Storage.delete(part);
            Storage.publish(folder, part);
            Storage.delete(part);
        } catch (IOException e) {
            throw StorageException.of(folder, "removing the model", e);
        }
    }

    /// @param kept what this import may go on with
    private void removeLeftovers(Path kept) throws StorageException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(models, Storage::isPart)) {
            for (var part : parts) {
                if (!part.equals(kept)) {
                    Storage.delete(part);
                }
            }
        } catch (IOException e) {
            throw StorageException.of(models, "removing what an import left", e);
        }
    }

    private List<Path> folders() throws StorageException {
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(models, ModelFolder::isWhole)) {
            var folders = new ArrayList<Path>();
            entries.forEach(folders::add);
            return folders;
        } catch (IOException e) {
            throw StorageException.of(models, "listing models", e);
        }
    }
}
