package dev.nunchi.engine.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which tokens may come next under a [TextRule]: those whose text may. Kept for the states that
/// were asked for last, since answers come back to the same ones: inside a text, after a comma.
final class AllowedTokens {
    private static final int KEPT = 256;

    private final TokenTexts.Sorted tokens;
    private final int[] shared;

    private final Map<TextRule, BitSet> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TextRule, BitSet> eldest) {
                    return size() > KEPT;
                }
            };

    AllowedTokens(TokenTexts.Sorted tokens) {
        this.tokens = tokens;
        shared = new int[tokens.ids().length];
        for (int i = 0; i < shared.length; i++) {
            shared[i] = tokens.shared(i);
        }
    }

    /// Ids of tokens that may follow; not to be changed.
    BitSet after(TextRule rule) {
        var found = known.get(rule);
        if (found == null) {
            found = find(rule);
            known.put(rule, found);
        }
        return found;
    }

    /// Texts with a beginning that may not come are passed over together.
    private BitSet find(TextRule rule) {
        var allowed = new BitSet();
        var states = new Path(rule);
        int refused = Integer.MAX_VALUE;
        for (int i = 0; i < shared.length; i++) {
            if (shared[i] > refused) {
                continue;
            }
            String text = tokens.texts()[i];
            states.back(shared[i]);
            refused = states.follow(text);
            if (refused == Integer.MAX_VALUE) {
                allowed.set(tokens.ids()[i]);
            }
        }
        return allowed;
    }

    /// The states along a text.
    private static final class Path {
        private TextRule[] states = new TextRule[16];
        private int length;

        Path(TextRule start) {
            states[0] = start;
        }

        /// To the state after so many characters, all of which were allowed.
        void back(int characters) {
            length = Math.min(length, characters);
        }

        /// @return the first character that may not come; [Integer#MAX_VALUE] if all may
        int follow(String text) {
            while (length < text.length()) {
                Optional<TextRule> next = states[length].after(text.charAt(length));
                if (next.isEmpty()) {
                    return length;
                }
                if (length + 1 == states.length) {
                    states = Arrays.copyOf(states, 2 * states.length);
                }
                states[++length] = next.get();
            }
            return Integer.MAX_VALUE;
        }
    }
}
