package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Licences;
import dev.nunchi.app.service.Work;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import java.util.Locale;
import java.util.Optional;

/// The works of others in the program: a list to search, and the licence of the one that is chosen.
/// Nothing is read before the list is asked for.
public final class LicencesViewModel {
    private final JobRunner jobs;
    private final ObservableList<Work> all = FXCollections.observableArrayList();
    private final FilteredList<Work> found = new FilteredList<>(all);
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    LicencesViewModel(JobRunner jobs) {
        this.jobs = jobs;
        search.subscribe(words -> found.setPredicate(work -> matches(work, words)));
    }

    /// Those that match the search, by name.
    public ObservableList<Work> works() {
        return found;
    }

    public StringProperty searchProperty() {
        return search;
    }

    /// The licence of the chosen work; empty while none is chosen.
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /// Whether the list was asked for.
    public ReadOnlyBooleanProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /// Why list or text could not be read.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Reads the list.
    public void show() {
        shown.set(true);
        jobs.run(Job.of("reading the list of licences", _ -> Licences.works()))
                .onSuccess(all::setAll)
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    /// Reads the licence of a work.
    public void choose(Work work) {
        jobs.run(Job.of("reading a licence", _ -> Licences.text(work)))
                .onSuccess(text::set)
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    private static boolean matches(Work work, String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        return (work.group() + " " + work.name() + " " + work.licence())
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }
}
