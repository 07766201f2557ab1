package dev.nunchi.engine.text;

import java.util.BitSet;
import java.util.List;

/// A conversation as the language model reads it.
public final class EncodedPrompt {
    /// The label of a position that the loss ignores.
    public static final int IGNORED = -100;

    private final int[] ids;
    private final List<ImageSpan> images;
    private final BitSet targets;

    /// @param ids are not copied; nobody may change them afterwards
    public EncodedPrompt(int[] ids, List<ImageSpan> images, BitSet targets) {
        this.ids = ids;
        this.images = List.copyOf(images);
        this.targets = targets;
    }

    /// One id per position; an image position holds the image token's id, or 0 where the vocabulary
    /// has no image token. The caller's to keep.
    public int[] ids() {
        return ids.clone();
    }

    /// How many positions there are.
    public int length() {
        return ids.length;
    }

    /// Where the pictures' features go, in order.
    public List<ImageSpan> images() {
        return images;
    }

    /// The positions that are training targets; all others are ignored by the loss.
    public BitSet targets() {
        return (BitSet) targets.clone();
    }

    /// The ids at targets and [#IGNORED] elsewhere; not shifted.
    public int[] labels() {
        var labels = ids.clone();
        for (int i = targets.nextClearBit(0); i < labels.length; i = targets.nextClearBit(i + 1)) {
            labels[i] = IGNORED;
        }
        return labels;
    }
}
