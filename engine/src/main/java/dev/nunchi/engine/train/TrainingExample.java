package dev.nunchi.engine.train;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Arrays;
import java.util.List;

/// One conversation to learn from, encoded.
///
/// @param ids one id a position; those at pictures mean nothing
/// @param labels the id at positions that are targets and [#IGNORED] elsewhere; not shifted
/// @param pictures rows that go through the projector
/// @param newlines positions that end the lines of tiled pictures
public record TrainingExample(
        int[] ids, int[] labels, List<PictureRows> pictures, List<Integer> newlines) {
    /// The label of a position that the loss ignores.
    public static final int IGNORED = -100;

    /// What stands in place of a word where a picture is.
    static final int PICTURE = -1;

    /// What stands in place of a word where a tiled picture's line ends.
    static final int NEWLINE = -2;

    /// A picture's vision features in their place.
    ///
    /// @param start the picture's first position
    /// @param rows `[I, Dv]` float32, without the class token unless the projector is given it
    public record PictureRows(int start, Tensor rows) {
        public PictureRows {
            if (rows.dtype() != DType.F32 || rows.shape().rank() != 2) {
                throw new IllegalArgumentException(
                        "expected F32 [I, Dv], found %s %s".formatted(rows.dtype(), rows.shape()));
            }
        }

        int count() {
            return Math.toIntExact(rows.shape().dim(0));
        }
    }

    /// A conversation whose pictures are not tiled.
    public TrainingExample(int[] ids, int[] labels, List<PictureRows> pictures) {
        this(ids, labels, pictures, List.of());
    }

    /// @param ids and labels are not copied; nobody may change them afterwards
    public TrainingExample {
        if (ids.length != labels.length) {
            throw new IllegalArgumentException(
                    "%d ids with %d labels".formatted(ids.length, labels.length));
        }
        pictures = List.copyOf(pictures);
        newlines = List.copyOf(newlines);
        for (var picture : pictures) {
            if (picture.start() < 0 || picture.start() + picture.count() > ids.length) {
                throw new IllegalArgumentException(
                        "a picture of %d rows at %d of %d positions"
                                .formatted(picture.count(), picture.start(), ids.length));
            }
        }
    }

    int length() {
        return ids.length;
    }

    /// The ids with [#PICTURE] at pictures and [#NEWLINE] between their lines.
    int[] words() {
        var words = ids.clone();
        for (var picture : pictures) {
            Arrays.fill(words, picture.start(), picture.start() + picture.count(), PICTURE);
        }
        newlines.forEach(position -> words[position] = NEWLINE);
        return words;
    }
}
