package dev.nunchi.app.service;

import dev.nunchi.app.download.Catalogue;
import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download;
import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.download.DownloadQueue;
import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Mirrors;
import dev.nunchi.app.settings.Settings;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Models from the network: what there is, and what is being downloaded. Asks nothing of the
/// network before a download is started.
public final class DownloadService implements AutoCloseable {
    private final Catalogue catalogue;
    private final DownloadQueue queue;
    private final ModelDownloads downloads;

    public DownloadService(ModelDownloads downloads, DownloadQueue queue) {
        this.catalogue = downloads.catalogue();
        this.queue = queue;
        this.downloads = downloads;
    }

    /// The person's downloads, from the mirror that they have chosen.
    public static DownloadService in(AppFolders folders, Supplier<Settings> settings) {
        var downloads = models(folders, settings);
        return new DownloadService(
                downloads, new DownloadQueue(downloads, folders.downloadQueue()));
    }

    /// The person's downloads, without a queue.
    public static ModelDownloads models(AppFolders folders, Supplier<Settings> settings) {
        return new ModelDownloads(
                folders.downloads(),
                Catalogue.bundled(),
                () -> settings.get().mirror().flatMap(Mirrors::parse),
                ModelDownloads.Conditions.usual());
    }

    public List<CatalogueModel> catalogue() {
        return catalogue.models();
    }

    /// The server that is asked, for the person to know.
    public String server() {
        return String.valueOf(downloads.hub().getHost());
    }

    public List<Download> downloads() {
        return queue.downloads();
    }

    /// Hears every change, on the thread that makes it.
    public void onChange(Consumer<List<Download>> listener) {
        queue.onChange(listener);
    }

    /// Wants a model, or wants a stopped one to go on, and downloads until nothing waits. Takes as
    /// long as that; returns at once if another thread is at it.
    public void get(CatalogueModel model) throws DownloadException {
        queue.add(model);
        queue.work();
    }

    /// Stops one where it is.
    public void pause(CatalogueModel model) {
        queue.pause(model);
    }

    /// Gives one up, or clears away what has been imported.
    public void remove(CatalogueModel model) throws DownloadException {
        queue.cancel(model);
    }

    /// Stops what runs; what has come is kept.
    @Override
    public void close() {
        queue.pauseAll();
    }
}
