package dev.nunchi.app;

import dev.nunchi.app.cli.NunchiCommand;

import javafx.application.Application;

/// Where the program starts: the window without arguments, the command line with some.
///
/// Not itself an [Application]: Java would then insist on JavaFX before it reads the arguments.
public final class Launcher {
    private Launcher() {}

    public static void main(String... arguments) {
        if (arguments.length > 0) {
            System.exit(NunchiCommand.run(arguments));
        }
        WindowLog.begin();
        Application.launch(DesktopApp.class);
    }
}
