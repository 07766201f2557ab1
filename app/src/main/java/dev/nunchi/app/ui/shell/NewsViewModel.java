package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.Notifier;
import dev.nunchi.app.settings.Notifications;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.models.ModelsViewModel.Import;
import dev.nunchi.app.ui.shell.News.Kind;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.engine.finetune.RunRequest;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

import java.util.Optional;

/// Tells of long work that has ended out of the person's sight: in the window, and by the desktop
/// while another window is in front, if the person likes that.
public final class NewsViewModel {
    private final ShellViewModel shell;
    private final Messages messages;
    private final JobRunner jobs;
    private final Notifier desktop;
    private final BooleanProperty inFront = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<Optional<News>> latest =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    public NewsViewModel(
            ShellViewModel shell, Messages messages, JobRunner jobs, Notifier desktop) {
        this.shell = shell;
        this.messages = messages;
        this.jobs = jobs;
        this.desktop = desktop;
        var features = shell.features();
        features.chat().stateProperty().subscribe(this::chatChanged);
        features.models().importProperty().subscribe(this::importChanged);
        features.train().run().stateProperty().subscribe(this::runChanged);
    }

    /// Whether the window is the one that the person works with; the window keeps it up to date.
    public BooleanProperty inFrontProperty() {
        return inFront;
    }

    /// What ended last, until the person has seen it.
    public ReadOnlyObjectProperty<Optional<News>> latestProperty() {
        return latest.getReadOnlyProperty();
    }

    /// Tells of something, unless the person is looking at it.
    public void tell(News news) {
        if (inFront.get() && shell.pageProperty().get() == news.kind().page()) {
            return;
        }
        latest.set(Optional.of(news));
        boolean wanted =
                shell.features().settings().settingsProperty().get().notifications()
                        == Notifications.SHOWN;
        if (wanted && !inFront.get()) {
            String title = messages.text("shell.name");
            String body = words(news);
            jobs.run(
                    Job.of(
                            "telling the desktop",
                            _ -> {
                                desktop.tell(title, body);
                                return news;
                            }));
        }
    }

    /// One sentence.
    public String words(News news) {
        return messages.text("support.news." + news.kind().key(), news.name());
    }

    /// Goes to where the person finds more of the latest.
    public void follow() {
        latest.get().ifPresent(news -> shell.show(news.kind().page()));
        forget();
    }

    /// The person has seen it.
    public void forget() {
        latest.set(Optional.empty());
    }

    private void chatChanged(ChatState before, ChatState now) {
        if (before instanceof ChatState.Answering) {
            if (now instanceof ChatState.Ready) {
                tell(new News(Kind.ANSWER_READY, ""));
            } else if (now instanceof ChatState.Failed) {
                tell(new News(Kind.ANSWER_FAILED, ""));
            }
        }
    }

    private void importChanged(Import before, Import now) {
        if (before instanceof Import.Running(String name, _)) {
            if (now instanceof Import.Done) {
                tell(new News(Kind.MODEL_READY, name));
            } else if (now instanceof Import.Idle) {
                tell(new News(Kind.MODEL_FAILED, name));
            }
        }
    }

    private void runChanged(RunState before, RunState now) {
        if (before.isActive() && !now.isActive()) {
            String name = shell.training().requestProperty().get().map(RunRequest::name).orElse("");
            boolean failed = now instanceof RunState.Failed;
            tell(new News(failed ? Kind.TRAINING_FAILED : Kind.TRAINING_ENDED, name));
        }
    }
}
