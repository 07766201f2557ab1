package dev.nunchi.app;

import dev.nunchi.app.diagnostics.Diagnostics;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.platform.DesktopNotifications;
import dev.nunchi.app.platform.SingleInstance;
import dev.nunchi.app.platform.StartMarker;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.task.Daemons;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.shell.FirstStart;
import dev.nunchi.app.ui.shell.NewsViewModel;
import dev.nunchi.app.ui.shell.OpenedFiles;
import dev.nunchi.app.ui.shell.ShellViewModel;
import dev.nunchi.app.ui.support.SupportPage;
import dev.nunchi.app.ui.support.SupportViewModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What surrounds the window's features: how it starts, what is opened in it from outside, what the
/// desktop is told, and what helps when something is wrong. FX thread only.
final class Caretaker {
    private static final String FIRST_PICTURE = "samples/cat.jpg";

    private final ShellViewModel shell;
    private final SettingsStore settings;
    private final JobRunner jobs;
    private final StartMode mode;
    private final StartMarker marker;
    private final OpenedFiles opened;
    private final NewsViewModel news;
    private final SupportViewModel support;

    Caretaker(AppContext context, SettingsStore settings, JobRunner jobs, StartMode mode) {
        this.shell = context.shell();
        this.settings = settings;
        this.jobs = jobs;
        this.mode = mode;
        marker = new StartMarker(context.folders().state());
        opened = new OpenedFiles(shell, jobs);
        news =
                new NewsViewModel(
                        shell, context.messages(), jobs, DesktopNotifications.ofThisSystem());
        support =
                new SupportViewModel(
                        new Diagnostics(context.folders(), mode),
                        context.folders().log(),
                        jobs,
                        this::tryAsUsual);
    }

    OpenedFiles opened() {
        return opened;
    }

    NewsViewModel news() {
        return news;
    }

    SupportViewModel support() {
        return support;
    }

    /// Reads the lists; opens the model, but not in a safe start.
    void start() {
        watchUntilUsable();
        switch (mode) {
            case USUAL -> {
                firstPicture().ifPresent(picture -> new FirstStart(shell, picture).watch());
                shell.start();
            }
            case SAFE -> {
                shell.startSafely();
                support.show(SupportPage.SAFE_START);
                marker.usable();
            }
        }
    }

    private static Optional<Path> firstPicture() {
        return Assets.folder()
                .map(assets -> assets.resolve(FIRST_PICTURE))
                .filter(Files::isRegularFile);
    }

    /// The window can be worked with as soon as its model is open, or has said why not: a model
    /// that ends the program in native code must not be opened for ever.
    private void watchUntilUsable() {
        var chat = shell.features().chat();
        chat.stateProperty()
                .subscribe(() -> {
                    if (!(chat.getState() instanceof ChatState.LoadingModel)) {
                        marker.usable();
                    }
                });
    }

    private void tryAsUsual() {
        jobs.run(
                        Job.of(
                                "reading the settings",
                                _ -> {
                                    marker.begin();
                                    return settings.readAsUsual();
                                }))
                .onSuccess(read -> {
                    shell.features().settings().takeOver(read);
                    support.close();
                    shell.start();
                })
                .onFailure(shell::tell);
    }

    /// Takes what later starts hand over.
    void listen(SingleInstance instance, Runnable toFront) {
        instance.listen(
                Daemons.named("nunchi-starts"),
                jobs.<List<Path>>onWindow(files -> {
                    toFront.run();
                    opened.open(files);
                }));
    }

    /// The window was closed as it should be.
    void ended() {
        marker.usable();
    }
}
