package dev.nunchi.engine.generate;

import java.util.Arrays;

/// Guesses the next tokens of an answer: where its last tokens stood before, in the prompt or in
/// the answer, what followed them follows again.
///
/// [Prompt lookup decoding](https://github.com/apoorvumang/prompt-lookup-decoding). A run over some
/// tokens costs more than one over a single token, so guesses get longer while they come true and
/// stop for a while when they do not.
final class Drafter {
    /// Fewer equal tokens are a coincidence too often.
    private static final int LEAST_MATCH = 3;

    private static final int LONGEST_MATCH = 16;
    private static final int FIRST_DRAFT = 4;
    private static final int LONGEST_DRAFT = 12;
    private static final int FIRST_PAUSE = 4;
    private static final int LONGEST_PAUSE = 64;
    private static final int[] NOTHING = {};

    private int longest = FIRST_DRAFT;
    private int nextPause = FIRST_PAUSE;
    private int pause;

    /// @param history ids of prompt and answer, of which the first `length` count; negative where
    ///   pictures are
    /// @param room most tokens to guess
    /// @return empty if there is nothing to go by
    int[] draft(int[] history, int length, int room) {
        if (pause > 0) {
            pause--;
            return NOTHING;
        }
        int from = continuation(history, length);
        int to = from;
        int most = Math.min(longest, room);
        while (from > 0 && to < length && to - from < most && history[to] >= 0) {
            to++;
        }
        return Arrays.copyOfRange(history, from, to);
    }

    /// Learns what became of the last guess, which was not empty.
    void judge(int drafted, int accepted) {
        if (accepted == drafted) {
            longest = Math.min(2 * longest, LONGEST_DRAFT);
            nextPause = FIRST_PAUSE;
        } else {
            longest = Math.max(FIRST_DRAFT, accepted + 1);
        }
        if (accepted == 0) {
            pause = nextPause;
            nextPause = Math.min(2 * nextPause, LONGEST_PAUSE);
        }
    }

    /// The index behind the longest earlier copy of the last tokens, of equally long ones the
    /// latest; 0 if there is none.
    private static int continuation(int[] history, int length) {
        int best = 0;
        int longestMatch = LEAST_MATCH - 1;
        for (int end = length - 1; end > longestMatch && longestMatch < LONGEST_MATCH; end--) {
            int match = 0;
            while (match < Math.min(end, LONGEST_MATCH)
                    && history[end - 1 - match] == history[length - 1 - match]) {
                match++;
            }
            if (match > longestMatch) {
                longestMatch = match;
                best = end;
            }
        }
        return best;
    }
}
