/// How a long call tells how far it is and learns that it should stop.
///
/// Knows nothing of what is being done. First class to open: [dev.nunchi.engine.progress.Progress].
package dev.nunchi.engine.progress;
