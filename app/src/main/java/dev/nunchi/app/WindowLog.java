package dev.nunchi.app;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.engine.error.StorageException;

/// Sends the log of the window into a file; who opens a window looks at no terminal.
final class WindowLog {
    private WindowLog() {}

    /// Must come before the first logger. Where no file can be written the log stays on standard
    /// error, and the window itself tells of the folder.
    static void begin() {
        try {
            var folders = AppFolders.fromEnvironment();
            System.setProperty("nunchi.state", folders.state().toString());
            System.setProperty("logback.configurationFile", "logback-window.xml");
        } catch (StorageException e) {
            System.setProperty("nunchi.log", "info");
        }
    }
}
