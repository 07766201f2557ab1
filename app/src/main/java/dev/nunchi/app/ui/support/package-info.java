/// What helps when something is wrong: the page of a safe start, the log, and the diagnostics that
/// a person can hand to somebody, all in front of the rest of the window.
///
/// Knows nothing of conversations and models. First class to open:
/// [dev.nunchi.app.ui.support.SupportViewModel].
package dev.nunchi.app.ui.support;
