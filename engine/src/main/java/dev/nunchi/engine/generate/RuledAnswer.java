package dev.nunchi.engine.generate;

import java.util.Arrays;
import java.util.Set;

/// Keeps an answer to a [TextRule]: takes what may not come out of the logits, and follows what did
/// come. A token may end the answer where the rule may.
final class RuledAnswer {
    private final TokenTexts texts;
    private final AllowedTokens allowed;
    private final Set<Integer> stopIds;
    private TextRule state;

    RuledAnswer(TokenTexts texts, AllowedTokens allowed, Set<Integer> stopIds, TextRule beginning) {
        this.texts = texts;
        this.allowed = allowed;
        this.stopIds = stopIds;
        state = beginning;
    }

    /// @return a copy in which only what may come next is left; an answer that the vocabulary
    ///   cannot go on with ends
    float[] only(float[] logits) {
        var tokens = allowed.after(state);
        var left = new float[logits.length];
        Arrays.fill(left, Float.NEGATIVE_INFINITY);
        tokens.stream().filter(id -> id < left.length).forEach(id -> left[id] = logits[id]);
        if (state.mayEnd() || tokens.isEmpty()) {
            stopIds.stream().filter(id -> id < left.length).forEach(id -> left[id] = logits[id]);
        }
        return left;
    }

    /// @param id of a token that was allowed and ends nothing
    void accept(int id) {
        String text = texts.of(id);
        for (int i = 0; i < text.length(); i++) {
            state = state.after(text.charAt(i)).orElse(state);
        }
    }
}
