package dev.nunchi.engine.generate;

import dev.nunchi.engine.text.Tokenizer;

import java.util.Optional;
import java.util.Set;

/// What a model's tokens say, for all answers that it makes. Confined to one thread at a time.
final class Lexicon {
    private final Tokenizer tokenizer;
    private final TokenTexts texts;

    /// Sorting a vocabulary takes a while, and most answers keep to no rule.
    private Optional<AllowedTokens> allowed = Optional.empty();

    Lexicon(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        texts = new TokenTexts(tokenizer);
    }

    /// For one answer.
    AnswerInProgress.Words words() {
        return new AnswerInProgress.Words(tokenizer.stream(), texts);
    }

    /// @param vocabulary its size
    RuledAnswer ruled(TextRule rule, Set<Integer> stopIds, int vocabulary) {
        if (allowed.isEmpty()) {
            allowed = Optional.of(new AllowedTokens(texts.sorted(vocabulary)));
        }
        return new RuledAnswer(texts, allowed.get(), stopIds, rule);
    }
}
