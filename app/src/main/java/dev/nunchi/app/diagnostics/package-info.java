/// What helps when something is wrong: the log as entries, and a bundle for a person who asks for
/// help, made on this machine and never sent.
///
/// Knows no window and no conversation: of the database only its schema, its size and whether it is
/// sound. First class to open: [dev.nunchi.app.diagnostics.Diagnostics].
package dev.nunchi.app.diagnostics;
