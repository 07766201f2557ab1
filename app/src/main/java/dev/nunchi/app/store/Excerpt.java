package dev.nunchi.app.store;

import java.util.List;

/// A piece of a turn in which searched words occur.
///
/// @param turn id of the turn, which may stand behind another one
/// @param text one line
/// @param marks where the words occur in it, in order, without overlap
public record Excerpt(long turn, String text, List<Mark> marks) {
    /// @param from first character
    /// @param to the one after the last
    public record Mark(int from, int to) {}

    public Excerpt {
        marks = List.copyOf(marks);
    }
}
