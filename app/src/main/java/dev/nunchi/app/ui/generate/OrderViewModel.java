package dev.nunchi.app.ui.generate;

import dev.nunchi.app.service.GenerationOrder;
import dev.nunchi.app.service.TeacherChoice;
import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.InstructionWriter;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.library.InstalledModel;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is to be written, by whom, in which language and how much.
public final class OrderViewModel {
    private static final long SEED = 0;

    /// Why nothing can be written yet.
    public enum Missing {
        SOURCE,
        PICTURES,
        KINDS,
        LIMIT,
        BUDGET,
        /// The file cannot name the pictures where it is.
        OUT
    }

    private final ReadOnlyObjectWrapper<Set<SampleType>> kinds =
            new ReadOnlyObjectWrapper<>(
                    EnumSet.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX));
    private final ObservableList<TeacherChoice> teachers =
            FXCollections.observableArrayList(new TeacherChoice.Symbolic());
    private final ObjectProperty<TeacherChoice> teacher =
            new SimpleObjectProperty<>(teachers.getFirst());
    private final ObjectProperty<TeachingLanguage> language;
    private final StringProperty limit = new SimpleStringProperty("");
    private final StringProperty budget = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<Path>> out =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<InstalledModel> captionsBy = Optional.empty();

    /// Where rows lie that the person gave no name; empty once they did.
    private Optional<Path> folder = Optional.empty();

    OrderViewModel(TeachingLanguage language) {
        this.language = new SimpleObjectProperty<>(language);
        this.language.subscribe((_, _) -> nameRows());
    }

    public ReadOnlyObjectProperty<Set<SampleType>> kindsProperty() {
        return kinds.getReadOnlyProperty();
    }

    /// Those that can be chosen: the symbolic one, installed models, servers that were agreed to.
    public ObservableList<TeacherChoice> teachers() {
        return teachers;
    }

    public ObjectProperty<TeacherChoice> teacherProperty() {
        return teacher;
    }

    public ObjectProperty<TeachingLanguage> languageProperty() {
        return language;
    }

    /// The most pictures, as typed; blank for all.
    public StringProperty limitProperty() {
        return limit;
    }

    /// The most tokens of a server, as typed; blank for any number.
    public StringProperty budgetProperty() {
        return budget;
    }

    /// Where rows go; empty until there is a source.
    public ReadOnlyObjectProperty<Optional<Path>> outProperty() {
        return out.getReadOnlyProperty();
    }

    /// The model that describes pictures of which nothing is known.
    public Optional<InstalledModel> captionsBy() {
        return captionsBy;
    }

    /// Adds a kind, or takes it away.
    public void toggle(SampleType kind) {
        var next = EnumSet.noneOf(SampleType.class);
        next.addAll(kinds.get());
        if (!next.remove(kind)) {
            next.add(kind);
        }
        kinds.set(next);
    }

    public void writeTo(Path file) {
        folder = Optional.empty();
        out.set(Optional.of(file));
    }

    void sourceChosen(Path source) {
        Path place = Files.isDirectory(source) ? source : source.resolveSibling("");
        folder = Optional.of(place.toAbsolutePath().normalize());
        nameRows();
    }

    /// Beside the source's pictures, under a name that tells the language; a name of the person's
    /// own stays.
    private void nameRows() {
        String name = "rows-" + language.get().word() + ".jsonl";
        folder.ifPresent(place -> out.set(Optional.of(place.resolve(name))));
    }

    void offer(List<InstalledModel> models, List<TeacherChoice> servers) {
        var chosen = teacher.get();
        teachers.setAll(new TeacherChoice.Symbolic());
        models.forEach(model -> teachers.add(new TeacherChoice.Local(model)));
        teachers.addAll(servers);
        teacher.set(teachers.contains(chosen) ? chosen : teachers.getFirst());
        captionsBy = models.stream().findFirst();
    }

    /// What keeps rows from being written; empty if nothing does.
    public Optional<Missing> missing(SourceState state) {
        if (!(state instanceof SourceState.Ready ready)) {
            return Optional.of(Missing.SOURCE);
        }
        if (ready.pictures() == 0) {
            return Optional.of(Missing.PICTURES);
        }
        if (kinds.get().isEmpty()) {
            return Optional.of(Missing.KINDS);
        }
        if (number(limit.get()).isEmpty()) {
            return Optional.of(Missing.LIMIT);
        }
        if (teacher.get() instanceof TeacherChoice.Server && number(budget.get()).isEmpty()) {
            return Optional.of(Missing.BUDGET);
        }
        boolean named =
                out.get()
                        .filter(file ->
                                ready.scenes().scenes().stream()
                                        .allMatch(scene ->
                                                InstructionWriter.canName(file, scene.picture())))
                        .isPresent();
        return named ? Optional.empty() : Optional.of(Missing.OUT);
    }

    /// @param ready of which nothing [is missing][#missing]
    GenerationOrder order(SourceState.Ready ready) {
        var all = ready.scenes().scenes();
        long most = number(limit.get()).orElseThrow().orElse(all.size());
        var plan =
                new Generation.Plan(
                        all.subList(0, (int) Math.min(most, all.size())),
                        List.copyOf(EnumSet.copyOf(kinds.get())),
                        language.get(),
                        SEED,
                        out.get().orElseThrow());
        return new GenerationOrder(
                plan,
                all,
                teacher.get(),
                captionsBy,
                number(budget.get()).orElse(OptionalLong.empty()));
    }

    /// @return empty if it is no whole number from 1 on; within, empty if nothing is typed
    private static Optional<OptionalLong> number(String typed) {
        String digits = typed.strip().replace(",", "");
        if (digits.isEmpty()) {
            return Optional.of(OptionalLong.empty());
        }
        return digits.matches("[1-9]\\d{0,11}")
                ? Optional.of(OptionalLong.of(Long.parseLong(digits)))
                : Optional.empty();
    }
}
