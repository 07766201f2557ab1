/// What leaves this computer, shown before it does: the pictures of a question exactly as a server
/// will get them.
///
/// Knows neither conversations nor servers. First class to open:
/// [dev.nunchi.app.ui.outgoing.OutgoingViewModel].
package dev.nunchi.app.ui.outgoing;
