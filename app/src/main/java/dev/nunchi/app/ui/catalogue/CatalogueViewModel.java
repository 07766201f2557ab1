package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download;
import dev.nunchi.app.download.Download.State;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.Optional;

/// The catalogue, and what is being downloaded of it. A finished model is imported at once, or when
/// the person says so if another import is running; then what was downloaded is cleared away.
public final class CatalogueViewModel {
    private final DownloadService downloads;
    private final Library library;
    private final Permission permission;
    private final JobRunner jobs;
    private final long memoryBytes;
    private final ReadOnlyObjectWrapper<List<CatalogueCard>> cards =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Download>> running =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<CatalogueModel>> asked =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<Download> wanted;
    private Optional<CatalogueModel> importing = Optional.empty();

    /// Whether the network may be used for downloads; the person gives it once.
    public interface Permission {
        boolean isGiven();

        void give();
    }

    /// What it works with.
    public record Services(DownloadService downloads, Library library) {}

    /// @param memoryBytes memory of this computer
    public CatalogueViewModel(
            Services services, Permission permission, JobRunner jobs, long memoryBytes) {
        this.downloads = services.downloads();
        this.library = services.library();
        this.permission = permission;
        this.jobs = jobs;
        this.memoryBytes = memoryBytes;
        this.wanted = downloads.downloads();
        downloads.onChange(jobs.onWindow(this::changed));
        library.names().subscribe(_ -> show());
        library.imported().subscribe(this::imported);
    }

    /// All models, in the catalogue's order.
    public ReadOnlyObjectProperty<List<CatalogueCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    /// The download that runs.
    public ReadOnlyObjectProperty<Optional<Download>> runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// The model that is wanted while the person has not said yet that the network may be used.
    public ReadOnlyObjectProperty<Optional<CatalogueModel>> askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /// The last thing that went wrong here, but for what stopped a download: its card tells that.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// The server that models come from.
    public String server() {
        return downloads.server();
    }

    /// Wants a model, or has it go on. Asks first if the network may not be used.
    public void get(CatalogueModel model) {
        problem.set(Optional.empty());
        if (!permission.isGiven()) {
            asked.set(Optional.of(model));
            return;
        }
        jobs.run(
                        Job.of(
                                "downloading models",
                                _ -> {
                                    downloads.get(model);
                                    return model;
                                }))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    /// The network may be used; what was asked about is downloaded.
    public void allow() {
        var model = asked.get();
        asked.set(Optional.empty());
        permission.give();
        model.ifPresent(this::get);
    }

    /// The network may not be used now; what went wrong has been seen.
    public void dismiss() {
        asked.set(Optional.empty());
        problem.set(Optional.empty());
    }

    /// Stops a download; what has come is kept.
    public void pause(CatalogueModel model) {
        downloads.pause(model);
    }

    /// Gives a download up and deletes what has come.
    public void cancel(CatalogueModel model) {
        jobs.run(
                        Job.of(
                                "removing a download",
                                _ -> {
                                    downloads.remove(model);
                                    return model;
                                }))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    /// Brings a finished model into the library; asks how if it is large. Nothing happens while
    /// another import runs.
    public void addToLibrary(CatalogueModel model) {
        wanted.stream()
                .filter(download -> download.model().equals(model))
                .map(Download::state)
                .filter(State.Finished.class::isInstance)
                .map(State.Finished.class::cast)
                .filter(_ -> !library.isBusy())
                .findFirst()
                .ifPresent(finished -> {
                    importing = Optional.of(model);
                    library.add(finished.downloaded().folder());
                });
    }

    private void changed(List<Download> now) {
        var before = wanted;
        wanted = now;
        show();
        now.stream()
                .filter(download -> download.state() instanceof State.Finished)
                .map(Download::model)
                .filter(model -> wasRunning(before, model))
                .forEach(this::addToLibrary);
    }

    private static boolean wasRunning(List<Download> before, CatalogueModel model) {
        return before.stream()
                .anyMatch(download ->
                        download.model().equals(model)
                                && download.state() instanceof State.Running);
    }

    /// When our import is done, its download is not needed any more.
    private void imported(Optional<String> name) {
        if (name.isPresent()) {
            var done = importing.filter(model -> name.get().startsWith(model.id()));
            importing = Optional.empty();
            done.ifPresent(this::cancel);
        }
    }

    private void show() {
        cards.set(downloads.catalogue().stream().map(this::card).toList());
        running.set(
                wanted.stream()
                        .filter(download -> download.state() instanceof State.Running)
                        .findFirst());
    }

    private CatalogueCard card(CatalogueModel model) {
        var state =
                wanted.stream()
                        .filter(download -> download.model().equals(model))
                        .map(Download::state)
                        .findFirst();
        boolean installed = library.names().getValue().contains(model.id());
        return new CatalogueCard(model, state, installed, memoryBytes);
    }
}
