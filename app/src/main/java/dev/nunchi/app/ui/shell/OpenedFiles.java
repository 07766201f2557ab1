package dev.nunchi.app.ui.shell;

import dev.nunchi.app.service.FileKind;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.shell.ShellViewModel.Features;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Files that were opened from outside go where they belong: pictures into the draft, a model is
/// offered for import, conversations are taken over and opened. They come from the command line,
/// from the desktop, or from a second start.
public final class OpenedFiles {
    private final ShellViewModel shell;
    private final JobRunner jobs;
    private final ReadOnlyObjectWrapper<Optional<Path>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    public OpenedFiles(ShellViewModel shell, JobRunner jobs) {
        this.shell = shell;
        this.jobs = jobs;
    }

    /// Takes files; a list without any changes nothing.
    public void open(List<Path> files) {
        jobs.run(
                        Job.of(
                                "looking at opened files",
                                _ -> files.stream().collect(Collectors.groupingBy(FileKind::of))))
                .onSuccess(this::take)
                .onFailure(shell::tell);
    }

    private void take(Map<FileKind, List<Path>> files) {
        Features features = shell.features();
        files.getOrDefault(FileKind.CONVERSATIONS, List.of()).forEach(features.library()::openFile);
        files.getOrDefault(FileKind.MODEL, List.of()).stream()
                .findFirst()
                .ifPresent(found -> model.set(Optional.of(found)));
        var pictures = files.getOrDefault(FileKind.PICTURE, List.of());
        if (!pictures.isEmpty()) {
            shell.show(Page.CHAT);
            features.chat().draft().addFiles(pictures);
        }
    }

    /// A model that was opened: the person is asked whether to import it.
    public ReadOnlyObjectProperty<Optional<Path>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /// Imports the model that was opened.
    public void importModel() {
        var source = model.get();
        dismissModel();
        source.ifPresent(file -> {
            shell.show(Page.MODELS);
            shell.features().models().drop(file);
        });
    }

    public void dismissModel() {
        model.set(Optional.empty());
    }
}
