package dev.nunchi.engine.train;

import java.util.Arrays;
import java.util.List;

/// One conversation to learn from, encoded.
///
/// @param ids one id a position; those at pictures mean nothing
/// @param labels the id at positions that are targets and [#IGNORED] elsewhere; not shifted
/// @param pictures in their places
public record TrainingExample(int[] ids, int[] labels, List<PlacedPicture> pictures) {
    /// The label of a position that the loss ignores.
    public static final int IGNORED = -100;

    /// What stands in place of a word where a picture is.
    static final int PICTURE = -1;

    /// A picture in its place.
    ///
    /// @param start the picture's first position
    public record PlacedPicture(int start, SeenPicture picture) {
        /// Positions.
        int count() {
            return picture.layout().rows();
        }
    }

    /// @param ids and labels are not copied; nobody may change them afterwards
    public TrainingExample {
        if (ids.length != labels.length) {
            throw new IllegalArgumentException(
                    "%d ids with %d labels".formatted(ids.length, labels.length));
        }
        pictures = List.copyOf(pictures);
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

    /// The ids with [#PICTURE] at pictures.
    int[] words() {
        var words = ids.clone();
        for (var picture : pictures) {
            Arrays.fill(words, picture.start(), picture.start() + picture.count(), PICTURE);
        }
        return words;
    }
}
