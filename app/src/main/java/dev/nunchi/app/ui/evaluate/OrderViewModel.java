package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationOrder;
import dev.nunchi.app.evaluation.EvaluationOrder.Ablated;
import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.evaluation.EvaluationOrder.Helpers;
import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.judge.Sight;
import dev.nunchi.app.store.Answerer;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is to be found out: of whom, on what, with which helpers.
public final class OrderViewModel {
    /// More would not be seen beside each other.
    static final int MOST_CANDIDATES = 4;

    private static final int USUAL_BUILT = 30;
    private static final int USUAL_DESCRIBED = 100;

    /// What a person wants to know.
    public enum Aim {
        /// Which of several models is better.
        COMPARE,
        /// Which kinds of data make a model better.
        ABLATION
    }

    /// What models are asked about.
    public enum Kind {
        BENCHMARK,
        BUILT,
        CAPTIONS
    }

    /// Why nothing can be found out yet.
    public enum Missing {
        MATERIAL,
        PICTURES,
        COUNT,
        CANDIDATES,
        DATA,
        STEPS,
        /// A judge has nothing to compare answers with.
        REFERENCES
    }

    private final ObjectProperty<Aim> aim = new SimpleObjectProperty<>(Aim.COMPARE);
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.BENCHMARK);
    private final StringProperty count = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<MaterialState> material =
            new ReadOnlyObjectWrapper<>(new MaterialState.None());
    private final ObservableList<Answerer> available = FXCollections.observableArrayList();
    private final ObservableList<Answerer> candidates = FXCollections.observableArrayList();
    private final ObservableList<String> bare = FXCollections.observableArrayList();
    private final ObservableList<Extra> extras = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<Answerer>> judge =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Answerer>> teacher =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Sight> blind = new SimpleObjectProperty<>(Sight.SHUFFLED);
    private final ReadOnlyObjectWrapper<Optional<Path>> data =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty steps = new SimpleStringProperty("");

    public ObjectProperty<Aim> aimProperty() {
        return aim;
    }

    public ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /// The most pictures, as typed; blank for the usual number.
    public StringProperty countProperty() {
        return count;
    }

    public ReadOnlyObjectProperty<MaterialState> materialProperty() {
        return material.getReadOnlyProperty();
    }

    /// All who could be asked.
    public ObservableList<Answerer> available() {
        return available;
    }

    /// Those that are scored. An ablation trains the first.
    public ObservableList<Answerer> candidates() {
        return candidates;
    }

    /// Who is scored besides: models without their own adapter, and answers from files.
    public ObservableList<Extra> extras() {
        return extras;
    }

    /// Models that could be scored without their own adapter, and are not yet.
    public List<Extra> bareOthers() {
        return bare.stream()
                .<Extra>map(Extra.Bare::new)
                .filter(extra -> !extras.contains(extra))
                .toList();
    }

    /// Whether one more has room.
    public boolean hasRoom() {
        return candidates.size() + extras.size() < MOST_CANDIDATES;
    }

    public void add(Extra extra) {
        if (hasRoom() && !extras.contains(extra)) {
            extras.add(extra);
        }
    }

    public void remove(Extra extra) {
        extras.remove(extra);
    }

    public ObjectProperty<Optional<Answerer>> judgeProperty() {
        return judge;
    }

    /// Who writes references where there are none.
    public ObjectProperty<Optional<Answerer>> teacherProperty() {
        return teacher;
    }

    public ObjectProperty<Sight> blindProperty() {
        return blind;
    }

    /// What the arms of an ablation learn from.
    public ReadOnlyObjectProperty<Optional<Path>> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /// The steps of each arm, as typed; blank for the usual epochs.
    public StringProperty stepsProperty() {
        return steps;
    }

    public void learnFrom(Path source) {
        data.set(Optional.of(source));
    }

    void become(MaterialState state) {
        material.set(state);
    }

    /// Forgets what was chosen and read of it.
    void forgetMaterial() {
        material.set(new MaterialState.None());
    }

    /// What a chosen file or folder is, as the kind and the count say.
    Material materialOf(Path source) {
        return switch (kind.get()) {
            case BENCHMARK -> new Material.Questions(source, Optional.empty());
            case BUILT -> new Material.Built(source, counted(USUAL_BUILT));
            case CAPTIONS -> new Material.Captions(source, counted(USUAL_DESCRIBED));
        };
    }

    private int counted(int usual) {
        return (int) number(count.get()).orElse(OptionalLong.empty()).orElse(usual);
    }

    /// The material with the count as it is typed now.
    private Material counted(Material chosen) {
        return switch (chosen) {
            case Material.Questions questions -> questions;
            case Material.Built(Path source, _) -> new Material.Built(source, counted(USUAL_BUILT));
            case Material.Captions(Path source, _) ->
                    new Material.Captions(source, counted(USUAL_DESCRIBED));
        };
    }

    /// Takes in who is there; who was chosen and is gone is chosen no more.
    void offer(List<Answerer> all) {
        available.setAll(all);
        candidates.removeIf(who -> !all.contains(who));
        if (candidates.isEmpty()) {
            all.stream().filter(who -> !who.isRemote()).findFirst().ifPresent(candidates::add);
        }
        judge.set(judge.get().filter(all::contains));
        teacher.set(teacher.get().filter(all::contains));
    }

    /// Takes in which models ship with an adapter.
    void offerBare(List<String> models) {
        bare.setAll(models);
        extras.removeIf(
                extra -> extra instanceof Extra.Bare(String model) && !models.contains(model));
    }

    /// Those that are not scored yet.
    public List<Answerer> others() {
        return available.stream().filter(who -> !candidates.contains(who)).toList();
    }

    /// Those that an ablation could train.
    public List<Answerer> trainable() {
        return available.stream().filter(who -> !who.isRemote()).toList();
    }

    public void add(Answerer who) {
        if (hasRoom() && !candidates.contains(who)) {
            candidates.add(who);
        }
    }

    public void remove(Answerer who) {
        candidates.remove(who);
    }

    /// Chooses the model that an ablation trains.
    public void train(Answerer who) {
        candidates.remove(who);
        candidates.addFirst(who);
    }

    /// Whether references are to be written before a judge can compare.
    public boolean lacksReferences() {
        return material.get() instanceof MaterialState.Ready(var found) && found.unreferenced() > 0;
    }

    /// What keeps it from being found out; empty if nothing does.
    public Optional<Missing> missing() {
        if (aim.get() == Aim.ABLATION && data.get().isEmpty()) {
            return Optional.of(Missing.DATA);
        }
        if (aim.get() == Aim.ABLATION && number(steps.get()).isEmpty()) {
            return Optional.of(Missing.STEPS);
        }
        if (!(material.get() instanceof MaterialState.Ready(var found))) {
            return Optional.of(Missing.MATERIAL);
        }
        if (found.absent() > 0) {
            return Optional.of(Missing.PICTURES);
        }
        if (number(count.get()).isEmpty()) {
            return Optional.of(Missing.COUNT);
        }
        if (lacksCandidates()) {
            return Optional.of(Missing.CANDIDATES);
        }
        boolean nothingToJudge =
                found.open() == 0
                        || (found.unreferenced() == found.open() && teacher.get().isEmpty());
        return judge.get().isPresent() && nothingToJudge
                ? Optional.of(Missing.REFERENCES)
                : Optional.empty();
    }

    private boolean lacksCandidates() {
        return aim.get() == Aim.ABLATION
                ? candidates.isEmpty() || candidates.getFirst().isRemote()
                : candidates.isEmpty() && extras.isEmpty();
    }

    /// The order, of which nothing [is missing][#missing].
    EvaluationOrder order() {
        if (!(material.get() instanceof MaterialState.Ready(var found))) {
            throw new IllegalStateException("nothing to ask about");
        }
        var ablated =
                aim.get() == Aim.ABLATION
                        ? data.get()
                                .map(source ->
                                        new Ablated(source, number(steps.get()).orElseThrow()))
                        : Optional.<Ablated>empty();
        return new EvaluationOrder(
                counted(found.material()),
                ablated.isPresent() ? List.of(candidates.getFirst()) : candidates,
                ablated.isPresent() ? List.of() : extras,
                new Helpers(lacksReferences() ? teacher.get() : Optional.empty(), judge.get()),
                blind.get(),
                ablated);
    }

    /// @return empty if it is no whole number from 2 on; within, empty if nothing is typed
    private static Optional<OptionalLong> number(String typed) {
        String digits = typed.strip().replace(",", "");
        if (digits.isEmpty()) {
            return Optional.of(OptionalLong.empty());
        }
        return digits.matches("[1-9]\\d{0,5}") && !digits.equals("1")
                ? Optional.of(OptionalLong.of(Long.parseLong(digits)))
                : Optional.empty();
    }
}
