package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.JobHandle;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;

/// A picture of the question that is being written.
public final class DraftPicture {
    /// How far it is.
    public sealed interface Status {
        /// The file is being read, decoded and kept.
        record Reading() implements Status {}

        /// The model looks at it ahead of the question.
        ///
        /// @param done parts that it has looked at
        /// @param total 0 while that is not known
        record Encoding(long done, long total) implements Status {
            /// `0..1`, or -1 if not known.
            double fraction() {
                return total <= 1 ? -1 : (double) done / total;
            }
        }

        /// It can be asked about; the model has seen it, or will when asked.
        record Ready() implements Status {}

        /// It cannot be used.
        record Failed(Problem problem) implements Status {}
    }

    private final String name;
    private final ReadOnlyObjectWrapper<Status> status =
            new ReadOnlyObjectWrapper<>(new Status.Reading());
    private final ReadOnlyObjectWrapper<Optional<StoredPicture>> picture =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<JobHandle<?>> running = Optional.empty();

    DraftPicture(String name) {
        this.name = name;
    }

    /// A picture of an earlier question.
    DraftPicture(StoredPicture known) {
        this(known.name());
        keptAs(known);
    }

    /// The file's name, or a word for what was pasted.
    public String name() {
        return name;
    }

    public Status getStatus() {
        return status.get();
    }

    public ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /// Empty until it is read.
    public Optional<StoredPicture> getPicture() {
        return picture.get();
    }

    public ReadOnlyObjectProperty<Optional<StoredPicture>> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    void keptAs(StoredPicture stored) {
        picture.set(Optional.of(stored));
        status.set(new Status.Ready());
    }

    void become(Status value) {
        status.set(value);
    }

    void worksOn(JobHandle<?> job) {
        running = Optional.of(job);
    }

    void cancel() {
        running.ifPresent(JobHandle::cancel);
    }
}
