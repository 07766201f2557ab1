package dev.nunchi.app.ui.outgoing;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the pictures of a question ready to leave, to show what a server would get. Sends nothing.
/// Confined to the thread of the window.
public final class OutgoingViewModel {
    private static final int SMALL_SIDE = 96;

    private final PictureService pictures;
    private final JobRunner jobs;
    private final ObservableList<Outgoing> ready = FXCollections.observableArrayList();
    private final ObservableList<Outgoing> shown = FXCollections.unmodifiableObservableList(ready);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<StoredPicture> wanted = List.of();
    private Optional<JobHandle<?>> working = Optional.empty();

    public OutgoingViewModel(PictureService pictures, JobRunner jobs) {
        this.pictures = pictures;
        this.jobs = jobs;
    }

    /// The pictures that would leave, in order; empty until they are ready.
    public ObservableList<Outgoing> pictures() {
        return shown;
    }

    /// Why what would leave cannot be shown.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Bytes of all of them together.
    public long bytes() {
        return ready.stream().mapToLong(picture -> picture.sent().bytes().length).sum();
    }

    /// Shows what would leave of these.
    ///
    /// @param question in the order in which they are sent; none for a question that stays here
    public void show(List<StoredPicture> question) {
        if (question.equals(wanted)) {
            return;
        }
        wanted = List.copyOf(question);
        problem.set(Optional.empty());
        working.ifPresent(JobHandle::cancel);
        var known = List.copyOf(ready);
        ready.clear();
        if (wanted.isEmpty()) {
            return;
        }
        var asked = wanted;
        var job = jobs.run(Job.of("show what leaves", _ -> made(asked, known)));
        working = Optional.of(job);
        job.onSuccess(
                        made -> {
                            if (asked.equals(wanted)) {
                                ready.setAll(made);
                            }
                        })
                .onFailure(failure -> {
                    if (asked.equals(wanted)) {
                        problem.set(Optional.of(failure));
                    }
                });
    }

    private List<Outgoing> made(List<StoredPicture> question, List<Outgoing> known)
            throws EngineException {
        var made = new ArrayList<Outgoing>();
        for (var picture : question) {
            var before = known.stream().filter(one -> one.kept().equals(picture)).findFirst();
            made.add(before.isPresent() ? before.get() : outgoing(picture));
        }
        return made;
    }

    private Outgoing outgoing(StoredPicture picture) throws EngineException {
        var sent = OutgoingPicture.of(pictures.decode(picture));
        var seen = PictureReader.read(sent.bytes(), picture.name());
        var small = PictureEncoder.png(PictureEncoder.scaledToFit(seen, SMALL_SIDE));
        return new Outgoing(picture, sent, small);
    }
}
