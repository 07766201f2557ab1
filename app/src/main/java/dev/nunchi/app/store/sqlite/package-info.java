/// Conversations in one SQLite file, with numbered migrations and full-text search.
///
/// The only package that knows SQL. First class to open: [dev.nunchi.app.store.sqlite.SqliteStore].
package dev.nunchi.app.store.sqlite;
