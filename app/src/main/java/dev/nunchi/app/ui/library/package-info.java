/// The side bar's list of conversations: open, search, rename, delete and bring back.
///
/// Knows titles and times, nothing of turns or pictures. First class to open:
/// [dev.nunchi.app.ui.library.LibraryViewModel].
package dev.nunchi.app.ui.library;
