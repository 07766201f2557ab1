package dev.nunchi.engine.generate;

import java.util.List;

/// Notices an answer that runs in a circle: a phrase of up to [#LONGEST] tokens that comes again
/// and again for [#PATIENCE] tokens. A greedy model never leaves such a circle.
final class RepetitionGuard {
    private static final int LONGEST = 32;
    private static final int PATIENCE = 32;

    /// For each phrase length, how many of the last tokens equal the one a phrase before.
    private final int[] repeated = new int[LONGEST + 1];

    /// @param ids all tokens of the answer, the newest last; called after each
    boolean circles(List<Integer> ids) {
        int newest = ids.size() - 1;
        boolean circles = false;
        for (int phrase = 1; phrase <= Math.min(LONGEST, newest); phrase++) {
            boolean same = ids.get(newest).equals(ids.get(newest - phrase));
            repeated[phrase] = same ? repeated[phrase] + 1 : 0;
            circles |= repeated[phrase] >= PATIENCE;
        }
        return circles;
    }
}
