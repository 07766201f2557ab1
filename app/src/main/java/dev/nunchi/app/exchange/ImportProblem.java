package dev.nunchi.app.exchange;

/// Why a conversation of a file was not taken over. The others were.
///
/// @param number its place in the file, from 1
/// @param title empty if it is not known
/// @param detail what exactly was found, in English
public record ImportProblem(int number, String title, Reason reason, String detail) {
    /// What is wrong.
    public enum Reason {
        /// A field is missing or is not what it should be.
        MALFORMED,
        /// There is nothing in it that a person or a model said.
        EMPTY,
        /// A picture is not in the file.
        PICTURE_MISSING,
        /// A picture cannot be read.
        PICTURE_DAMAGED
    }
}
