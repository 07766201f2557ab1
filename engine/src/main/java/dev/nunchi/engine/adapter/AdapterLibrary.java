package dev.nunchi.engine.adapter;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.FolderNames;
import dev.nunchi.engine.storage.Storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The adapters that were trained or imported here, one folder each.
///
/// Safe for several threads and for several processes on one folder.
public final class AdapterLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterLibrary.class);

    private final Path adapters;

    /// Touches no file.
    ///
    /// @param adapters where adapters are kept; made when the first is added
    public AdapterLibrary(Path adapters) {
        this.adapters = adapters.toAbsolutePath().normalize();
    }

    /// All adapters by name. One whose files are missing or whose description cannot be read is
    /// left out.
    public List<InstalledAdapter> list() throws StorageException {
        if (!Files.isDirectory(adapters)) {
            return List.of();
        }
        var all = new ArrayList<InstalledAdapter>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(adapters, AdapterFolder::isAdapter)) {
            for (var folder : folders) {
                describe(folder).ifPresent(all::add);
            }
        } catch (IOException e) {
            throw StorageException.of(adapters, "listing adapters", e);
        }
        all.sort(Comparator.comparing(InstalledAdapter::name));
        return List.copyOf(all);
    }

    private static Optional<InstalledAdapter> describe(Path folder) {
        try {
            long bytes =
                    Files.size(folder.resolve(AdapterFolder.DOCUMENT))
                            + Files.size(folder.resolve(AdapterFolder.TENSORS));
            return Optional.of(new InstalledAdapter(AdapterFolder.info(folder), folder, bytes));
        } catch (EngineException | IOException e) {
            LOG.warn("an adapter cannot be read", e);
            return Optional.empty();
        }
    }

    /// Those that were trained on a model.
    ///
    /// @param baseHash the model's, see `library.BaseHash`
    public List<InstalledAdapter> of(String baseHash) throws StorageException {
        return list().stream()
                .filter(adapter -> adapter.info().baseHash().equals(baseHash))
                .toList();
    }

    public Optional<InstalledAdapter> find(String name) throws StorageException {
        return list().stream().filter(adapter -> adapter.name().equals(name)).findFirst();
    }

    /// Reads adapters by their names.
    ///
    /// @throws EngineException if one is not there or is damaged
    public List<Adapter> read(List<String> names) throws EngineException {
        var read = new ArrayList<Adapter>();
        for (String name : names) {
            var installed = find(name);
            if (installed.isEmpty()) {
                throw new StorageException(
                        adapters.resolve(name),
                        StorageException.Reason.NOT_FOUND,
                        "no such adapter");
            }
            read.add(installed.get().read());
        }
        return read;
    }

    /// Keeps an adapter under its name, or, if another has it, under one with a number.
    public InstalledAdapter add(Adapter adapter) throws EngineException {
        Storage.createFolder(adapters);
        try (var _ = FolderLock.acquire(adapters)) {
            String name = FolderNames.unique(adapter.info().name(), "adapter", taken());
            var folder = adapters.resolve(name);
            AdapterFolder.write(folder, adapter);
            return describe(folder).orElseThrow();
        } catch (IOException e) {
            throw StorageException.of(adapters, "adding an adapter", e);
        }
    }

    /// All names in the folder: a damaged adapter must not be written over.
    private List<String> taken() throws IOException {
        try (var files = Files.list(adapters)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /// Deletes an adapter. It may be open: what is open is in memory.
    ///
    /// @throws IllegalArgumentException if it is not of this library
    public void remove(InstalledAdapter adapter) throws StorageException {
        var folder = adapter.folder();
        if (!adapters.equals(folder.getParent())) {
            throw new IllegalArgumentException(folder + " is not in this library");
        }
        try (var _ = FolderLock.acquire(adapters)) {
            // Renamed first: a removal that is cut short leaves no half of an adapter.
            var part = Storage.partOf(folder);
            Storage.delete(part);
            Storage.publish(folder, part);
            Storage.delete(part);
        } catch (IOException e) {
            throw StorageException.of(folder, "removing the adapter", e);
        }
    }
}
