/// What can be done by name and by key: one registry, from which the command palette, the list of
/// shortcuts and the keys themselves are made.
///
/// Knows no feature; whoever owns the window fills the registry. First class to open:
/// [dev.nunchi.app.ui.command.Commands].
package dev.nunchi.app.ui.command;
