/// What the person chose, and the file that remembers it.
///
/// Knows nothing of windows or models. First class to open: [dev.nunchi.app.settings.Settings].
package dev.nunchi.app.settings;
