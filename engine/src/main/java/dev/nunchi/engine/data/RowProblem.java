package dev.nunchi.engine.data;

import java.nio.file.Path;

/// What is wrong with a row of a data file.
///
/// @param row the row, from 1: a line of JSON lines and CSV (their header is row 1), an element of
///   a JSON list; 0 for the whole file
/// @param detail what was found, in a few words of the file or English: a name, a size, a role
public record RowProblem(Path file, long row, Reason reason, String detail) {
    /// What becomes of a row with a problem.
    public enum Effect {
        /// The row is not learnt from.
        LEFT_OUT,
        /// The row is learnt from; the problem says what was changed or is unusual.
        KEPT
    }

    /// Why a row is refused or was changed.
    public enum Reason {
        /// Not JSON, CSV or UTF-8 text, or nested too deep.
        UNREADABLE(Effect.LEFT_OUT),
        /// Longer than any sample that can be learnt from.
        ROW_TOO_LARGE(Effect.LEFT_OUT),
        /// A field that the layout needs is not there or is of another kind.
        FIELD_MISSING(Effect.LEFT_OUT),
        /// The picture is not where the row says.
        PICTURE_MISSING(Effect.LEFT_OUT),
        /// The picture's path leads out of the data's folder.
        PICTURE_OUTSIDE(Effect.LEFT_OUT),
        /// The picture's file is larger than is decoded.
        PICTURE_TOO_LARGE(Effect.LEFT_OUT),
        /// The file is no picture of a format that is decoded.
        PICTURE_UNSUPPORTED(Effect.LEFT_OUT),
        /// More than one picture in a row.
        SEVERAL_PICTURES(Effect.LEFT_OUT),
        /// The text marks a place for a picture and the row names none.
        MARKER_WITHOUT_PICTURE(Effect.LEFT_OUT),
        /// A turn or caption without words.
        EMPTY_TURN(Effect.LEFT_OUT),
        /// A speaker that is neither system, user nor assistant.
        UNKNOWN_ROLE(Effect.LEFT_OUT),
        /// User and assistant do not take turns.
        WRONG_ROLE_ORDER(Effect.LEFT_OUT),
        /// Nothing that the assistant says, so nothing to learn.
        NO_TARGETS(Effect.LEFT_OUT),
        /// The field `type` holds an unknown word; the type is guessed.
        UNKNOWN_TYPE(Effect.KEPT),
        /// The same id, picture and words as an earlier row.
        DUPLICATE_ROW(Effect.LEFT_OUT),
        /// An id that an earlier row has; the row gets another one.
        DUPLICATE_ID(Effect.KEPT),
        /// `<image>` where no picture can stand; it stays as a word.
        MARKER_IN_TEXT(Effect.KEPT);

        private final Effect effect;

        Reason(Effect effect) {
            this.effect = effect;
        }

        /// What becomes of the row.
        public Effect effect() {
            return effect;
        }
    }
}
