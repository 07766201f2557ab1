/// The program without a window: `ask`, `models` and `conformance` on a command line.
///
/// Knows nothing of JavaFX, services or the database; it calls the engine. Answers go to standard
/// output, everything else to standard error, both in English whatever the system's language, so
/// that scripts can rely on them. First class to open: [dev.nunchi.app.cli.NunchiCommand].
package dev.nunchi.app.cli;
