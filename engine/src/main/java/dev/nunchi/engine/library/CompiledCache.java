package dev.nunchi.engine.library;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Graphs written as ONNX models, each set in a folder named by all that its bytes depend on.
///
/// | path below the cache | holds |
/// |---|---|
/// | `ENVIRONMENT/KEY/GRAPH/model.onnx` | one graph of a set |
/// | `ENVIRONMENT/KEY/files.txt` | size and path of every file; written last |
/// | `hashes.txt` | hashes of weight files by path, size and time |
///
/// `ENVIRONMENT` names the device and hashes the runtime's version, device and processor, `KEY` the
/// graphs' text and the checkpoint's files. Everything may be deleted at any time. Safe for several
/// threads and processes.
public final class CompiledCache {
    private final Path folder;
    private final Path environment;
    private final String environmentPrefix;

    /// A set of compiled graphs.
    ///
    /// @param models the files to open, in the order of the graphs
    public record Entry(Path folder, List<Path> models) {
        static Entry of(Path folder, List<Graph> graphs) {
            return new Entry(
                    folder,
                    graphs.stream()
                            .map(graph -> folder.resolve(graph.name()).resolve(OnnxWriter.MODEL))
                            .toList());
        }
    }

    /// Touches no file.
    public CompiledCache(Path folder, InferenceRuntime runtime) {
        this.folder = folder;
        this.environment = folder.resolve(CacheKey.environment(runtime));
        this.environmentPrefix = CacheKey.environmentPrefix(runtime);
    }

    /// The compiled form of a set of graphs; compiles it if it is missing or damaged.
    ///
    /// @param files the checkpoint's files, whose bytes the graphs' weights are
    /// @throws StorageException if the disk is full or cannot be written
    public Entry get(List<Graph> graphs, List<Path> files, Progress progress)
            throws StorageException {
        Storage.createFolder(folder);
        var hashes = FileHashes.in(folder);
        var entry = environment.resolve(CacheKey.of(graphs, hashes.of(files)));
        if (CacheManifest.isWhole(entry) && !hashes.hasGrown()) {
            return Entry.of(entry, graphs);
        }
        try (var _ = FolderLock.acquire(folder)) {
            hashes.save();
            if (!CacheManifest.isWhole(entry)) {
                compile(graphs, entry, progress);
            }
            return Entry.of(entry, graphs);
        }
    }

    /// Deletes an entry that turned out to be damaged.
    public void discard(Entry entry) throws StorageException {
        try (var _ = FolderLock.acquire(folder)) {
            Storage.delete(entry.folder());
        } catch (IOException e) {
            throw StorageException.of(entry.folder(), "deleting a compiled model", e);
        }
    }

    private void compile(List<Graph> graphs, Path entry, Progress progress)
            throws StorageException {
        var part = Storage.partOf(entry);
        try {
            clear(entry);
            Storage.requireSpace(folder, OnnxWriter.bytes(graphs));
            write(graphs, part, progress);
            CacheManifest.write(part);
            Storage.publish(part, entry);
        } catch (IOException e) {
            throw StorageException.of(entry, "compiling the model", e);
        }
    }

    private static void write(List<Graph> graphs, Path part, Progress progress)
            throws StorageException {
        long total = OnnxWriter.bytes(graphs);
        long before = 0;
        for (var graph : graphs) {
            var graphFolder = part.resolve(graph.name());
            Storage.createFolder(graphFolder);
            long start = before;
            OnnxWriter.write(
                    graph,
                    graphFolder,
                    (stage, done, _) -> progress.report(stage, start + done, total));
            before += OnnxWriter.bytes(List.of(graph));
        }
        progress.report(Stage.COMPILING_MODEL, total, total);
    }

    /// Removes a damaged entry, what killed compilations left, and what other versions made.
    private void clear(Path entry) throws IOException {
        Files.createDirectories(environment);
        Storage.delete(entry);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(environment, Storage::isPart)) {
            for (var part : parts) {
                Storage.delete(part);
            }
        }
        try (DirectoryStream<Path> others =
                Files.newDirectoryStream(folder, this::isOtherEnvironment)) {
            for (var other : others) {
                Storage.delete(other);
            }
        }
    }

    /// Of this device: what another one has compiled stays.
    private boolean isOtherEnvironment(Path path) {
        return Files.isDirectory(path)
                && path.getFileName().toString().startsWith(environmentPrefix)
                && !path.equals(environment);
    }
}
