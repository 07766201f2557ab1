package dev.nunchi.engine.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A conversation as the language model reads it.
///
/// @param ids one id per position; an image position holds the image token's id, or 0 where the
///   vocabulary has no image token
/// @param images where the pictures' features go, in order
/// @param targets the positions that are training targets; all others are ignored by the loss
@SuppressWarnings("ArrayRecordComponent") // made once for each prefill, not handed around
public record EncodedPrompt(int[] ids, List<ImageSpan> images, BitSet targets) {
    /// The label of a position that the loss ignores.
    public static final int IGNORED = -100;

    /// `ids` at targets and [#IGNORED] elsewhere; not shifted.
    public int[] labels() {
        var labels = ids.clone();
        for (int i = targets.nextClearBit(0); i < labels.length; i = targets.nextClearBit(i + 1)) {
            labels[i] = IGNORED;
        }
        return labels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPrompt that
                && Arrays.equals(ids, that.ids)
                && images.equals(that.images)
                && targets.equals(that.targets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }
}
