package dev.nunchi.app;

import dev.nunchi.app.cli.NunchiCommand;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.SingleInstance;
import dev.nunchi.app.platform.SingleInstance.Start;
import dev.nunchi.engine.error.StorageException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the program starts: the window without arguments or with files, the command line with a
/// verb or an option. Where a window is open already, it gets the files, and this process ends.
///
/// Not itself an [javafx.application.Application]: Java would then insist on JavaFX before it reads
/// the arguments.
public final class Launcher {
    private Launcher() {}

    public static void main(String... arguments) {
        var files = NunchiCommand.files(arguments);
        if (arguments.length > 0 && files.isEmpty()) {
            System.exit(NunchiCommand.run(arguments));
        }
        WindowLog.begin();
        var start = start(files);
        if (!start.equals(Optional.of(new Start.HandedOver()))) {
            DesktopApp.launch(start, files);
        }
    }

    /// @return empty if the folders cannot be used; the window tells of that
    private static Optional<Start> start(List<Path> files) {
        try {
            return Optional.of(SingleInstance.begin(AppFolders.fromEnvironment().state(), files));
        } catch (StorageException e) {
            return Optional.empty();
        }
    }
}
