package dev.nunchi.engine.chat;

/// What became of one picture in the prompt of an answer. Times are in milliseconds.
///
/// @param contentHash the picture's
/// @param tokens the positions that it really took, counted in the prompt
/// @param prepare resizing and normalising
/// @param encode vision tower and projector
/// @param reused whether its features were there already; the times are then of when they were made
public record PictureUse(
        String contentHash, int tokens, double prepare, double encode, boolean reused) {}
