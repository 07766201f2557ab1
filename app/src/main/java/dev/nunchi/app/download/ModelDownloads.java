package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.FolderLock;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Whole models from a hub, each in a folder of its own below one folder, named like the model.
///
/// The hub is asked once which files there are and at which revision; the list is kept in
/// `download.json`, so that a download that was stopped goes on with the same files. Space for all
/// of them, and for what an import makes of them, must be free before the first is asked for. Safe
/// for several threads and processes.
public final class ModelDownloads {
    private static final String LIST = "download.json";
    private static final int MAX_LIST = 1 << 22;

    private final Path folder;
    private final Catalogue catalogue;
    private final Supplier<Optional<URI>> mirror;
    private final Conditions conditions;

    /// What a download has to do with.
    public record Conditions(RetryPolicy retries, Space space) {
        public static Conditions usual() {
            return new Conditions(RetryPolicy.defaults(), Space.OF_DISK);
        }
    }

    /// @param folder made on demand
    /// @param mirror asked before each download; the catalogue's hub is used if there is none
    public ModelDownloads(
            Path folder,
            Catalogue catalogue,
            Supplier<Optional<URI>> mirror,
            Conditions conditions) {
        this.folder = folder.toAbsolutePath().normalize();
        this.catalogue = catalogue;
        this.mirror = mirror;
        this.conditions = conditions;
    }

    /// A model that is there.
    ///
    /// @param folder holds its files, and can be imported
    /// @param files all of them
    public record Downloaded(Path folder, List<ReceivedFile> files) {
        public Downloaded {
            files = List.copyOf(files);
        }

        public long bytes() {
            return files.stream().mapToLong(ReceivedFile::bytes).sum();
        }

        /// Files that were held against no checksum, because the server published none.
        public long unchecked() {
            return files.stream().filter(file -> !file.checked()).count();
        }
    }

    /// @param checked whether the content was held against a checksum that the server published
    public record ReceivedFile(String name, long bytes, boolean checked) {}

    public Catalogue catalogue() {
        return catalogue;
    }

    /// The server that is asked.
    public URI hub() {
        return mirror.get().orElse(catalogue.hub());
    }

    private Path folderOf(CatalogueModel model) {
        return folder.resolve(model.id());
    }

    /// Downloads what is missing of a model.
    ///
    /// @return empty if it was cancelled; what has come is kept
    /// @throws DownloadException if it cannot go on; what has come is kept
    public Optional<Downloaded> get(
            CatalogueModel model, Consumer<DownloadProgress> listener, CancelToken cancel)
            throws DownloadException {
        try {
            Storage.createFolder(folderOf(model));
            var lock = FolderLock.tryAcquire(folderOf(model));
            if (lock.isEmpty()) {
                throw new DownloadException(
                        Reason.IN_USE, model.name(), "is being downloaded already");
            }
            try (var _ = lock.get();
                    var web = new Web()) {
                return Optional.of(receive(model, web, new Reporter(listener), cancel));
            }
        } catch (StoppedException _) {
            return Optional.empty();
        } catch (StorageException e) {
            throw DownloadException.of(e);
        }
    }

    private Downloaded receive(CatalogueModel model, Web web, Reporter reporter, CancelToken cancel)
            throws DownloadException, StorageException, StoppedException {
        var policy = conditions.retries();
        var retries =
                new Retries(
                        policy, new Patience(policy.stall(), cancel), RandomGenerator.getDefault());
        var hub = new Hub(hub(), web, retries);
        Path own = folderOf(model);
        reporter.tell();
        var listing = listing(model, hub, reporter);
        requireSpace(model, listing);
        reporter.begin(listing.bytes());
        var means = new Transfer.Means(web, retries, conditions.space());
        var received = new ArrayList<ReceivedFile>();
        for (var file : listing.files()) {
            reporter.next(file.name());
            boolean checked =
                    new Transfer(hub.file(listing, file), own.resolve(file.name()), means, reporter)
                            .receive();
            received.add(new ReceivedFile(file.name(), file.size(), checked));
        }
        reporter.next("");
        return new Downloaded(own, received);
    }

    /// The list that the download began with, else the server's.
    private Listing listing(CatalogueModel model, Hub hub, Reporter reporter)
            throws DownloadException, StorageException, StoppedException {
        Path file = folderOf(model).resolve(LIST);
        var known = read(file).filter(list -> list.repository().equals(model.repository()));
        if (known.isPresent()) {
            return known.get().of(model);
        }
        var listing = hub.list(model.repository(), reporter).of(model);
        write(file, listing);
        return listing;
    }

    private static Optional<Listing> read(Path file) throws StorageException {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_LIST
                    ? Listing.of(new JsonMapper().readTree(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.of(file, "reading what is to be downloaded", e);
        }
    }

    private static void write(Path file, Listing listing) throws StorageException {
        try {
            Path part = Storage.partOf(file);
            Files.write(part, new JsonMapper().writeValueAsBytes(listing.toJson()));
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "noting what is to be downloaded", e);
        }
    }

    private void requireSpace(CatalogueModel model, Listing listing)
            throws DownloadException, StorageException {
        long missing = listing.bytes() - there(model, listing);
        Path own = folderOf(model);
        try {
            long free = conditions.space().usable(own);
            long needed = missing + model.imported(listing.bytes()) + Transfer.FREE_BYTES;
            if (missing > 0 && free < needed) {
                throw DownloadException.noSpace(model.name(), needed, free);
            }
        } catch (IOException e) {
            throw StorageException.of(own, "asking for free space", e);
        }
    }

    private long there(CatalogueModel model, Listing listing) throws StorageException {
        long bytes = 0;
        for (var file : listing.files()) {
            Path target = folderOf(model).resolve(file.name());
            bytes += Math.min(file.size(), sizeOf(target) + sizeOf(Storage.partOf(target)));
        }
        return bytes;
    }

    private static long sizeOf(Path file) throws StorageException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw StorageException.of(file, "looking at what was received", e);
        }
    }

    /// Deletes what was received of a model.
    ///
    /// @throws DownloadException if it is being downloaded
    public void remove(CatalogueModel model) throws DownloadException {
        Path own = folderOf(model);
        if (!Files.isDirectory(own)) {
            return;
        }
        try {
            var lock = FolderLock.tryAcquire(own);
            if (lock.isEmpty()) {
                throw new DownloadException(Reason.IN_USE, model.name(), "is being downloaded");
            }
            try (var _ = lock.get();
                    var files = Files.newDirectoryStream(own)) {
                for (var file : files) {
                    if (!FolderLock.isLockFile(file)) {
                        Storage.delete(file);
                    }
                }
            }
            // Only now: an open file cannot be deleted everywhere.
            Storage.delete(own);
        } catch (IOException e) {
            throw DownloadException.of(StorageException.of(own, "removing a download", e));
        } catch (StorageException e) {
            throw DownloadException.of(e);
        }
    }
}
