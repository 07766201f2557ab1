package dev.nunchi.app.ui.settings;

/// A part of the settings page that can be jumped to.
public enum Section {
    LOOK("settings.look"),
    ANSWERS("settings.answers"),
    COMPUTING("settings.computing"),
    SERVERS("endpoint.title"),
    SERVING("serving.title"),
    PRIVACY("privacy.title"),
    FOLDERS("settings.folders"),
    HELP("support.help"),
    ABOUT("settings.about");

    private final String key;

    Section(String key) {
        this.key = key;
    }

    /// Of its heading.
    String key() {
        return key;
    }
}
