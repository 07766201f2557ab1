package dev.nunchi.app.ui.chat;

import java.nio.file.Path;

/// A picture that comes with the program, to try it with.
///
/// @param name what is seen on it, in the person's language
public record Sample(Path file, String name) {}
