package dev.nunchi.app.platform;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.TrainingFolders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// Where the program keeps what it writes.
///
/// @param data conversations, pictures and imported models: never deleted by the program
/// @param config settings
/// @param cache compiled models, thumbnails, native libraries: may be deleted at any time
/// @param state logs and reports
public record AppFolders(Path data, Path config, Path cache, Path state) {
    private static final String NAME = "nunchi";

    /// The environment variable that puts all four below one folder, for tests and portable use.
    public static final String HOME_VARIABLE = "NUNCHI_HOME";

    /// The folders of the person who runs the program, created if need be.
    public static AppFolders fromEnvironment() throws StorageException {
        var folders =
                of(
                        OperatingSystem.current(),
                        System.getenv(),
                        Path.of(System.getProperty("user.home")));
        folders.create();
        return folders;
    }

    /// All four below one folder.
    public static AppFolders under(Path home) {
        return new AppFolders(
                home.resolve("data"),
                home.resolve("config"),
                home.resolve("cache"),
                home.resolve("state"));
    }

    static AppFolders of(OperatingSystem system, Map<String, String> environment, Path userHome) {
        String home = environment.getOrDefault(HOME_VARIABLE, "");
        if (!home.isBlank()) {
            return under(Path.of(home).toAbsolutePath());
        }
        return switch (system) {
            case LINUX -> xdg(environment, userHome);
            case MAC -> mac(userHome.resolve("Library"));
            case WINDOWS -> windows(environment, userHome);
        };
    }

    // https://specifications.freedesktop.org/basedir-spec/latest: relative paths are to be ignored.
    private static AppFolders xdg(Map<String, String> environment, Path userHome) {
        var base =
                List.of(
                                Map.entry("XDG_DATA_HOME", ".local/share"),
                                Map.entry("XDG_CONFIG_HOME", ".config"),
                                Map.entry("XDG_CACHE_HOME", ".cache"),
                                Map.entry("XDG_STATE_HOME", ".local/state"))
                        .stream()
                        .map(e -> {
                            String value = environment.getOrDefault(e.getKey(), "");
                            Path own = Path.of(value);
                            return (own.isAbsolute() ? own : userHome.resolve(e.getValue()))
                                    .resolve(NAME);
                        })
                        .toList();
        return new AppFolders(base.get(0), base.get(1), base.get(2), base.get(3));
    }

    private static AppFolders mac(Path library) {
        Path support = library.resolve("Application Support/Nunchi");
        return new AppFolders(
                support,
                support.resolve("config"),
                library.resolve("Caches/Nunchi"),
                library.resolve("Logs/Nunchi"));
    }

    private static AppFolders windows(Map<String, String> environment, Path userHome) {
        String local = environment.getOrDefault("LOCALAPPDATA", "");
        Path base = local.isBlank() ? userHome.resolve("AppData").resolve("Local") : Path.of(local);
        return under(base.resolve("Nunchi"));
    }

    /// Creates what is missing; on POSIX systems only the owner may enter.
    public void create() throws StorageException {
        for (Path folder : List.of(data, config, cache, state)) {
            create(folder);
        }
    }

    private static void create(Path folder) throws StorageException {
        try {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var ownerOnly = PosixFilePermissions.fromString("rwx------");
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
            } else {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw StorageException.of(folder, "creating the folder", e);
        }
    }

    /// The conversations.
    public Path database() {
        return data.resolve("nunchi.db");
    }

    /// Requests that cost money, and their answers.
    public Path ledger() {
        return data.resolve("requests.db");
    }

    /// Rows that are reviewed, and what was decided on them.
    public Path reviews() {
        return data.resolve("reviews.db");
    }

    /// The pictures of the conversations.
    public Path pictures() {
        return data.resolve("pictures");
    }

    /// Imported models.
    public Path models() {
        return data.resolve("models");
    }

    /// Models that are being downloaded.
    public Path downloads() {
        return data.resolve("downloads");
    }

    /// Which models are wanted.
    public Path downloadQueue() {
        return downloads().resolve("queue.json");
    }

    /// Adapters that were trained or imported.
    public Path adapters() {
        return data.resolve("adapters");
    }

    /// Answers that were corrected, as training data.
    public Path corrections() {
        return data.resolve("corrections");
    }

    /// Training runs.
    public Path runs() {
        return data.resolve("runs");
    }

    /// Evaluations, with their answers and reviews.
    public Path evaluations() {
        return data.resolve("evaluations");
    }

    /// Where training keeps its files.
    public TrainingFolders training() {
        return new TrainingFolders(runs(), adapters(), models(), features(), compiledModels());
    }

    /// What vision towers made of training pictures.
    public Path features() {
        return cache.resolve("features");
    }

    /// The person's own prompts for teachers.
    public Path prompts() {
        return config.resolve("prompts");
    }

    public Path settings() {
        return config.resolve("settings.json");
    }

    /// What models were compiled into.
    public Path compiledModels() {
        return cache.resolve("compiled");
    }

    public Path thumbnails() {
        return cache.resolve("thumbnails");
    }

    /// Where libraries unpack their native parts.
    public Path nativeLibraries() {
        return cache.resolve("native");
    }

    /// What the window tells of itself; older ones beside it as `nunchi.1.log`…
    public Path log() {
        return state.resolve("nunchi.log");
    }

    /// Reports of unexpected errors.
    public Path reports() {
        return state.resolve("reports");
    }
}
