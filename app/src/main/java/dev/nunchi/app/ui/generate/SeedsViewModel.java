package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.GenerationService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.Example;
import dev.nunchi.app.teach.prompt.PromptSet;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The examples that teachers are shown, of which a person writes some: a question and an answer
/// (X_q1, X_a1) about a picture in symbols ([Visual Instruction
/// Tuning](https://arxiv.org/abs/2304.08485), section 3).
public final class SeedsViewModel {
    private final GenerationService generation;
    private final JobRunner jobs;
    private final Consumer<Problem> onFailure;
    private final ObjectProperty<SampleType> kind =
            new SimpleObjectProperty<>(SampleType.CONVERSATION);
    private final ObjectProperty<TeachingLanguage> language;
    private final ReadOnlyObjectWrapper<Optional<PromptSet>> prompts =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Scene>> scene =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty question = new SimpleStringProperty("");
    private final StringProperty answer = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper saved = new ReadOnlyBooleanWrapper();
    private List<Scene> scenes = List.of();
    private int place;

    SeedsViewModel(
            GenerationService generation,
            JobRunner jobs,
            TeachingLanguage language,
            Consumer<Problem> onFailure) {
        this.generation = generation;
        this.jobs = jobs;
        this.onFailure = onFailure;
        this.language = new SimpleObjectProperty<>(language);
        kind.subscribe((_, _) -> load());
        this.language.subscribe((_, _) -> load());
        question.subscribe((_, _) -> saved.set(false));
    }

    public ObjectProperty<SampleType> kindProperty() {
        return kind;
    }

    public ObjectProperty<TeachingLanguage> languageProperty() {
        return language;
    }

    /// The prompts of the kind and language; empty while they are read.
    public ReadOnlyObjectProperty<Optional<PromptSet>> promptsProperty() {
        return prompts.getReadOnlyProperty();
    }

    /// The picture that is written about; empty without a source.
    public ReadOnlyObjectProperty<Optional<Scene>> sceneProperty() {
        return scene.getReadOnlyProperty();
    }

    public StringProperty questionProperty() {
        return question;
    }

    public StringProperty answerProperty() {
        return answer;
    }

    /// Whether the last example was kept and nothing was typed since.
    public ReadOnlyBooleanProperty savedProperty() {
        return saved.getReadOnlyProperty();
    }

    /// Reads the prompts again.
    public void load() {
        var wanted = kind.get();
        var written = language.get();
        prompts.set(Optional.empty());
        jobs.run(Job.of("reading prompts", _ -> generation.prompts(wanted, written)))
                .onSuccess(found -> {
                    if (found.kind() == kind.get() && found.language() == language.get()) {
                        prompts.set(Optional.of(found));
                    }
                })
                .onFailure(onFailure);
    }

    /// Pictures to write about: those of which something is known.
    void offer(List<Scene> all) {
        scenes =
                all.stream()
                        .filter(one -> !one.captions().isEmpty() || !one.boxes().isEmpty())
                        .toList();
        place = 0;
        scene.set(scenes.stream().findFirst());
    }

    /// Takes another picture of the source.
    public void showNext() {
        if (!scenes.isEmpty()) {
            place = (place + 1) % scenes.size();
            scene.set(Optional.of(scenes.get(place)));
        }
    }

    public boolean canSave() {
        return prompts.get().isPresent()
                && scene.get().isPresent()
                && !question.get().isBlank()
                && !answer.get().isBlank();
    }

    /// Keeps what was written as one more example, the first to be shown.
    public void save() {
        if (!canSave()) {
            return;
        }
        var known = scene.get().orElseThrow();
        var set = prompts.get().orElseThrow();
        var turns =
                List.of(
                        new SampleTurn(Role.USER, question.get().strip()),
                        new SampleTurn(Role.ASSISTANT, answer.get().strip()));
        var examples = new ArrayList<Example>();
        examples.add(new Example(known.captions(), known.boxes(), turns));
        examples.addAll(set.examples());
        keep(
                set.changed(set.system(), examples),
                () -> {
                    question.set("");
                    answer.set("");
                    saved.set(true);
                });
    }

    /// Takes an example away.
    public void remove(Example example) {
        prompts.get()
                .ifPresent(set -> {
                    var examples = new ArrayList<>(set.examples());
                    examples.remove(example);
                    keep(set.changed(set.system(), examples), () -> {});
                });
    }

    private void keep(PromptSet changed, Runnable then) {
        jobs.run(Job.of("saving prompts", _ -> generation.save(changed)))
                .onSuccess(kept -> {
                    prompts.set(Optional.of(kept));
                    then.run();
                })
                .onFailure(onFailure);
    }
}
