/// The settings page: look, answers, folders, about.
///
/// Knows the settings and their file; changes take effect at once, nothing has to be confirmed.
/// First class to open: [dev.nunchi.app.ui.settings.SettingsViewModel].
package dev.nunchi.app.ui.settings;
