/// Files and folders that appear whole or not at all, and locks between processes.
///
/// Knows nothing of what is stored. First class to open: [dev.nunchi.engine.storage.Storage].
package dev.nunchi.engine.storage;
