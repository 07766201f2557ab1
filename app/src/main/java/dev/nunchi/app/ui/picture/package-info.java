/// Pictures as every page shows them: small versions that are made in the background.
///
/// Knows neither conversations nor pages. First class to open:
/// [dev.nunchi.app.ui.picture.Thumbnails].
package dev.nunchi.app.ui.picture;
