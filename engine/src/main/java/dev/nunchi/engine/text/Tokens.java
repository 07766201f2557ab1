package dev.nunchi.engine.text;

import java.util.BitSet;

/// The ids of a text, and which of them are training targets.
final class Tokens {
    private final int[] ids;
    private final BitSet targets;

    Tokens(int[] ids, BitSet targets) {
        this.ids = ids;
        this.targets = targets;
    }

    int[] ids() {
        return ids;
    }

    BitSet targets() {
        return targets;
    }
}
