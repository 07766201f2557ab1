/// What differs between systems: folders, and where the program's own files lie.
///
/// Knows nothing of conversations, models or windows. First class to open:
/// [dev.nunchi.app.platform.AppFolders].
package dev.nunchi.app.platform;
