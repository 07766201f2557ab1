package dev.nunchi.engine.library;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.FolderNames;
import dev.nunchi.engine.storage.Storage;

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

    public Optional<InstalledModel> find(String name) throws StorageException {
        return list().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /// Checks a checkpoint and copies it into the library. A call that ends early, however it ends,
    /// leaves nothing that [#list()] shows; the next import clears away what it left.
    ///
    /// @param source a folder in Hugging Face's layout or a `.gguf` file
    /// @return empty if cancelled
    /// @throws EngineException if the checkpoint is not whole, cannot be built, or does not fit the
    ///   disk
    public Optional<InstalledModel> importFrom(Path source, Progress progress, CancelToken cancel)
            throws EngineException {
        var from = source.toAbsolutePath().normalize();
        try (var checkpoint = Checkpoint.open(from)) {
            progress.report(Stage.CHECKING_MODEL, 0, 0);
            checkpoint.verify();
            Storage.createFolder(models);
            try (var _ = FolderLock.acquire(models)) {
                removeLeftovers();
                return copy(from, checkpoint, progress, cancel);
            }
        }
    }

    private Optional<InstalledModel> copy(
            Path from, Checkpoint checkpoint, Progress progress, CancelToken cancel)
            throws EngineException {
        var target = models.resolve(nameFor(from));
        var part = Storage.partOf(target);
        var root = Files.isDirectory(from) ? from : parentOf(from);
        try {
            var files = new ArrayList<>(checkpoint.files());
            if (root.equals(from)) {
                files.addAll(ModelFolder.papers(root));
            }
            var copy = new ModelCopy(root, part, files);
            Storage.requireSpace(models, copy.bytes());
            if (!copy.run(progress, cancel)) {
                Storage.delete(part);
                return Optional.empty();
            }
            ModelFolder.writeDescription(part, checkpoint.config(), copy.bytes());
            Storage.publish(part, target);
        } catch (IOException e) {
            throw clean(part, StorageException.of(target, "copying the model", e));
        }
        return Optional.of(ModelFolder.describe(target, Origin.IMPORTED));
    }

    private String nameFor(Path source) throws StorageException {
        var file = source.getFileName();
        String name = file == null ? "" : file.toString().replaceFirst("(?i)\\.gguf$", "");
        var others = list().stream().map(InstalledModel::name).toList();
        return FolderNames.unique(name, "model", others);
    }

    private static Path parentOf(Path file) throws CheckpointException {
        var parent = file.getParent();
        if (parent == null) {
            throw new CheckpointException(file, "is no file");
        }
        return parent;
    }

    private static StorageException clean(Path part, StorageException problem) {
        try {
            Storage.delete(part);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        return problem;
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

    private void removeLeftovers() throws StorageException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(models, Storage::isPart)) {
            for (var part : parts) {
                Storage.delete(part);
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
