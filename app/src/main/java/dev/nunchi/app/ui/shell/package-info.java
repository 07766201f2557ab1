/// The window's frame: side bar, pages, what runs, what went wrong, and the keys that work
/// everywhere.
///
/// Ties the features together; they do not know each other. First class to open:
/// [dev.nunchi.app.ui.shell.ShellViewModel].
package dev.nunchi.app.ui.shell;
