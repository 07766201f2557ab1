/// Long work off the FX thread, its results on it.
///
/// The only package that names the FX thread or starts threads. First class to open:
/// [dev.nunchi.app.task.JobRunner].
package dev.nunchi.app.task;
