package dev.nunchi.engine.text;

/// The positions of a prompt that one picture takes.
///
/// @param start the first position
/// @param length the picture's image tokens
/// @param image which picture, from 0 in the order of the conversation
public record ImageSpan(int start, int length, int image) {}
