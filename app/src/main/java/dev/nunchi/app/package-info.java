/// The program's doors and the one place where its parts are put together.
///
/// First class to open: [dev.nunchi.app.Launcher], then [dev.nunchi.app.AppContext].
package dev.nunchi.app;
