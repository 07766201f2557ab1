/// Judges instruction data: checks that give reasons and scores, row by row and over a whole set,
/// and the automatic choice that rests on them.
///
/// It knows neither who made a row nor who reviews it: no window, no database, no teacher. First
/// class to open: [dev.nunchi.app.curate.Checks], then [dev.nunchi.app.curate.AutoCuration].
package dev.nunchi.app.curate;
