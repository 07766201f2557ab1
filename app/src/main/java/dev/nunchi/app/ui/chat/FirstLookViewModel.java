package dev.nunchi.app.ui.chat;

import dev.nunchi.app.service.Demonstration;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.Optional;

/// What a person sees before they have asked anything: the model that came along, answering about a
/// picture that came along. It gives way to the person at once.
public final class FirstLookViewModel {
    /// In English: the model that came along knows no other language.
    static final String QUESTION = "What is in this picture?";

    private final Demonstration demonstration;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Optional<Look>> look =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<JobHandle<String>> running = Optional.empty();

    /// What there is of it.
    ///
    /// @param answer as far as it has come
    public record Look(Path picture, String answer) {
        Look with(String delta) {
            return new Look(picture, answer + delta);
        }
    }

    FirstLookViewModel(Demonstration demonstration, JobRunner jobs) {
        this.demonstration = demonstration;
        this.jobs = jobs;
    }

    /// Empty unless it is the first start.
    public ReadOnlyObjectProperty<Optional<Look>> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /// Lets the open model answer about a picture.
    public void start(Path picture) {
        look.set(Optional.of(new Look(picture, "")));
        var job =
                jobs.run(
                        Job.of(
                                "a first look",
                                context ->
                                        demonstration.answer(
                                                picture, QUESTION, context, context.cancel())));
        running = Optional.of(job);
        job.onText(delta -> look.set(look.get().map(now -> now.with(delta))))
                // It is a courtesy: what goes wrong here shows itself at the first question, too.
                .onFailure(_ -> look.set(Optional.empty()));
    }

    /// The person wants something themselves: the model is theirs.
    void giveWay() {
        running.ifPresent(JobHandle::cancel);
        running = Optional.empty();
    }

    /// The person has seen enough of it.
    public void dismiss() {
        giveWay();
        look.set(Optional.empty());
    }
}
