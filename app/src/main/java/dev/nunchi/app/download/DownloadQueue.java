package dev.nunchi.app.download;

import dev.nunchi.app.download.Download.State;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The models that the person wants, downloaded one after the other.
///
/// Has no thread of its own: whoever adds to it calls [#work] on one that may take long. Which
/// models are wanted survives the program; after a start all of them are paused, because the
/// network is used only when the person says so. Thread-safe.
public final class DownloadQueue {
    private final ModelDownloads downloads;
    private final QueueFile file;
    private final Map<String, Download> wanted = new LinkedHashMap<>();
    private Optional<Turn> turn = Optional.empty();
    private boolean working;
    private volatile Consumer<List<Download>> listener = _ -> {};

    /// The download that runs.
    private record Turn(CatalogueModel model, CancelToken cancel) {}

    /// @param file where the wishes are kept
    public DownloadQueue(ModelDownloads downloads, Path file) {
        this.downloads = downloads;
        this.file = new QueueFile(file);
        for (String id : this.file.read()) {
            downloads
                    .catalogue()
                    .find(id)
                    .ifPresent(model -> wanted.put(id, new Download(model, new State.Paused())));
        }
    }

    /// Hears every change, on the thread that makes it; must not call back.
    public void onChange(Consumer<List<Download>> heard) {
        listener = heard;
    }

    /// All that is wanted, in order.
    public synchronized List<Download> downloads() {
        return List.copyOf(wanted.values());
    }

    /// Puts a model at the end, or has a paused or failed one go on. Call [#work] afterwards.
    public void add(CatalogueModel model) throws DownloadException {
        synchronized (this) {
            var known = Optional.ofNullable(wanted.get(model.id())).map(Download::state);
            if (known.filter(s -> s.isActive() || s instanceof State.Finished).isPresent()) {
                return;
            }
            wanted.put(model.id(), new Download(model, new State.Waiting()));
            write();
        }
        tell();
    }

    /// Stops one where it is; what has come is kept.
    public void pause(CatalogueModel model) {
        synchronized (this) {
            var known = Optional.ofNullable(wanted.get(model.id())).map(Download::state);
            if (known.filter(State::isActive).isEmpty()) {
                return;
            }
            set(model, new State.Paused());
            stopTurnOf(model);
        }
        tell();
    }

    /// Pauses whatever runs or waits, as the program ends.
    public void pauseAll() {
        for (var download : downloads()) {
            pause(download.model());
        }
    }

    /// Gives one up; what has come of it is deleted. Waits for it if it runs.
    public void cancel(CatalogueModel model) throws DownloadException {
        synchronized (this) {
            wanted.remove(model.id());
            write();
            stopTurnOf(model);
            awaitEndOf(model);
        }
        tell();
        downloads.remove(model);
    }

    private void stopTurnOf(CatalogueModel model) {
        turn.filter(now -> now.model().equals(model)).ifPresent(now -> now.cancel().cancel());
    }

    private synchronized void awaitEndOf(CatalogueModel model) {
        try {
            while (turn.filter(now -> now.model().equals(model)).isPresent()) {
                wait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a download stops");
        }
    }

    /// Downloads what is waiting until nothing is. Returns at once if another thread does so.
    public void work() {
        synchronized (this) {
            if (working) {
                return;
            }
            working = true;
        }
        boolean ended = false;
        try {
            for (var next = begin(); next.isPresent(); next = begin()) {
                end(next.get(), run(next.get()));
            }
            ended = true;
        } finally {
            if (!ended) {
                giveUp();
            }
        }
    }

    /// The next turn. Where there is none, the work has ended: decided under one lock, so that a
    /// model that is added now finds somebody who works, or nobody.
    private synchronized Optional<Turn> begin() {
        turn =
                wanted.values().stream()
                        .filter(download -> download.state() instanceof State.Waiting)
                        .findFirst()
                        .map(download -> new Turn(download.model(), new CancelToken()));
        turn.ifPresent(now -> set(now.model(), new State.Running(DownloadProgress.asking())));
        working = turn.isPresent();
        return turn;
    }

    private State run(Turn now) {
        tell();
        try {
            return downloads
                    .get(now.model(), progress -> report(now, progress), now.cancel())
                    .<State>map(State.Finished::new)
                    .orElseGet(State.Paused::new);
        } catch (DownloadException e) {
            return new State.Failed(e);
        }
    }

    private void report(Turn now, DownloadProgress progress) {
        synchronized (this) {
            if (now.cancel().isCancelled()) {
                return;
            }
            set(now.model(), new State.Running(progress));
        }
        tell();
    }

    private void end(Turn now, State state) {
        synchronized (this) {
            // One that was stopped has been given its state, which may be waiting again.
            if (!now.cancel().isCancelled()) {
                set(now.model(), state);
            }
            turn = Optional.empty();
            notifyAll();
        }
        tell();
    }

    /// What escaped is the caller's to tell; the next call may work again.
    private synchronized void giveUp() {
        turn.ifPresent(now -> set(now.model(), new State.Paused()));
        turn = Optional.empty();
        working = false;
        notifyAll();
    }

    private void set(CatalogueModel model, State state) {
        wanted.computeIfPresent(model.id(), (_, _) -> new Download(model, state));
    }

    private void write() throws DownloadException {
        file.write(List.copyOf(wanted.keySet()));
    }

    private void tell() {
        listener.accept(downloads());
    }
}
