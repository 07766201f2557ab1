package dev.nunchi.engine.image;

import java.util.EnumSet;
import java.util.Set;

/// What was done to a picture's stored pixels on their way to [Picture#rgb].
///
/// @param notes in the order of [Note]
/// @param millis how long reading, decoding and turning took; 0 where nothing was decoded
public record Decoding(Set<Note> notes, double millis) {
    /// Something that a person should know before wondering about an answer.
    public enum Note {
        /// The file says that its pixels lie on their side; they were set upright.
        TURNED,
        /// Transparent pixels were laid on white.
        ALPHA_FLATTENED,
        /// Ink (CMYK) was turned into light.
        INK_CONVERTED,
        /// More than 8 bits a channel were cut to 8.
        DEPTH_REDUCED,
        /// The file names a colour profile other than sRGB, which no reference processor applies.
        PROFILE_IGNORED,
        /// Only the first of several frames or pages is shown.
        FIRST_OF_SEVERAL
    }

    public Decoding {
        var sorted = EnumSet.noneOf(Note.class);
        sorted.addAll(notes);
        notes = Set.copyOf(sorted);
    }

    /// Of pixels that came as they are.
    public static Decoding none() {
        return new Decoding(Set.of(), 0);
    }

    /// The notes in a fixed order, for messages.
    public Iterable<Note> inOrder() {
        var sorted = EnumSet.noneOf(Note.class);
        sorted.addAll(notes);
        return sorted;
    }
}
