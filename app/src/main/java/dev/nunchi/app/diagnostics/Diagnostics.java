package dev.nunchi.app.diagnostics;

import dev.nunchi.app.diagnostics.DiagnosticsBundle.Part;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.StartMarker;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.DatabaseHealth;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Gathers what helps to find out what is wrong with an installation, and nothing that tells what a
/// person keeps in it.
public final class Diagnostics {
    private static final int REPORTS = 5;

    private final AppFolders folders;
    private final StartMode mode;

    /// @param mode after a safe start native code is left alone: it may be what fails
    public Diagnostics(AppFolders folders, StartMode mode) {
        this.folders = folders;
        this.mode = mode;
    }

    /// Reads everything; takes seconds with a large database. What cannot be read says so in its
    /// place.
    public DiagnosticsBundle collect() {
        return collect(Redaction.of(folders));
    }

    DiagnosticsBundle collect(Redaction redaction) {
        return new DiagnosticsBundle(
                List.of(
                        new Part("system.txt", redaction.apply(SystemFacts.of(folders))),
                        new Part("devices.txt", redaction.apply(devices())),
                        new Part("settings.json", redaction.apply(settings())),
                        new Part("database.txt", redaction.apply(database())),
                        new Part("folders.txt", redaction.apply(sizes())),
                        new Part("log.txt", log(new LogRedaction(redaction))),
                        new Part("errors.txt", redaction.apply(reports())),
                        new Part("crashes.txt", redaction.apply(crashes()))));
    }

    private String devices() {
        if (mode == StartMode.SAFE) {
            return "not looked at after a safe start\n";
        }
        return Devices.list().stream()
                .map(status ->
                        "%s %s %s%n"
                                .formatted(
                                        status.device(),
                                        status.isThere() ? "yes" : "no",
                                        status.library().or(status::missing).orElse("")))
                .collect(Collectors.joining());
    }

    private String settings() {
        try {
            return Files.exists(folders.settings())
                    ? SettingsExtract.of(Files.readString(folders.settings()))
                    : "defaults";
        } catch (IOException e) {
            return "not readable: " + e.getClass().getName();
        }
    }

    private String database() {
        try {
            return DatabaseHealth.of(folders.database(), folders.nativeLibraries()).toString();
        } catch (StoreException e) {
            return "not readable: " + e.reason() + "\n";
        }
    }

    private String sizes() {
        String starts =
                "starts in a row that did not become usable: %d%n"
                        .formatted(new StartMarker(folders.state()).failed());
        return starts
                + Stream.of(
                                folders.pictures(),
                                folders.models(),
                                folders.adapters(),
                                folders.runs(),
                                folders.compiledModels(),
                                folders.features(),
                                folders.thumbnails())
                        .map(Diagnostics::size)
                        .collect(Collectors.joining());
    }

    private static String size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "%s: not there%n".formatted(folder);
        }
        try (var files = Files.walk(folder)) {
            var sizes = files.map(Path::toFile).filter(f -> f.isFile()).map(f -> f.length());
            var all = sizes.toList();
            long bytes = all.stream().mapToLong(Long::longValue).sum();
            return "%s: %d files, %d bytes%n".formatted(folder, all.size(), bytes);
        } catch (IOException e) {
            return "%s: not readable: %s%n".formatted(folder, e.getClass().getName());
        }
    }

    private String log(LogRedaction redaction) {
        try {
            return LogFile.read(folders.log()).stream()
                    .map(redaction::apply)
                    .flatMap(Optional::stream)
                    .map(entry -> entry + "\n")
                    .collect(Collectors.joining());
        } catch (StorageException e) {
            return "not readable: " + e.reason() + "\n";
        }
    }

    /// The virtual machine writes where it is told to; else, or where it cannot, where it was
    /// started or among temporary files.
    private String crashes() {
        return CrashReports.in(
                List.of(
                        folders.state(),
                        Path.of("").toAbsolutePath(),
                        Path.of(System.getProperty("user.home")),
                        Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /// These hold types and stack frames only, see [dev.nunchi.app.task.ErrorReports].
    private String reports() {
        if (!Files.isDirectory(folders.reports())) {
            return "none\n";
        }
        try (var files = Files.list(folders.reports())) {
            var newest = files.sorted().toList();
            var text = new StringBuilder();
            for (Path file : newest.subList(Math.max(0, newest.size() - REPORTS), newest.size())) {
                text.append(Files.readString(file)).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            return "not readable: " + e.getClass().getName();
        }
    }
}
