/// The checkpoints that the program knows and what it has compiled of them.
///
/// Knows files and graphs; runs nothing. First class to open:
/// [dev.nunchi.engine.library.ModelLibrary].
package dev.nunchi.engine.library;
