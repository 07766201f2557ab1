/// The data page: the queue in which people review instruction rows, and what a set consists of.
///
/// It knows neither SQL nor how checks work. First class to open:
/// [dev.nunchi.app.ui.curate.CurateViewModel], then [dev.nunchi.app.ui.curate.ReviewPane].
package dev.nunchi.app.ui.curate;
