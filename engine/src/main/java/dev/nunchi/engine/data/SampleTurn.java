package dev.nunchi.engine.data;

import dev.nunchi.engine.text.Role;

/// One turn of a sample.
///
/// @param text what was said, without a marker for the picture; a `<image>` in it is six characters
///   and a word like any other
public record SampleTurn(Role role, String text) {}
