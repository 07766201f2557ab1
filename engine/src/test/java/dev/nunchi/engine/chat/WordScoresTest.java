package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.TokenScore;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

class WordScoresTest {
    private static final double EXACT = 1e-12;

    @ParameterizedTest
    @CsvSource({
        "'A photo of a cat.', A|photo|of|a|cat",
        "'It''s a \"well-known\" cat, isn''t it?', It's|a|well-known|cat|isn't|it",
        "'고양이가 소파에서 자고 있어요.', 고양이가|소파에서|자고|있어요",
        "'A **tabby**:\n\n- 3.5 kg', A|tabby|3.5|kg",
        "'...', ''"
    })
    void wordsAreThoseOfTheLanguage(String text, String words) throws EngineException {
        assertEquals(
                words,
                grounding(text).words().stream()
                        .map(Grounding.Word::text)
                        .collect(Collectors.joining("|")));
    }

    @ParameterizedTest
    @CsvSource({"'A photo of a cat.'", "'고양이가 **자고** 있어요!\n\n끝 🐈.'", "'...'"})
    void wordsAndWhatIsBetweenThemAreTheAnswer(String text) throws EngineException {
        assertEquals(text, grounding(text).text());
    }

    /// Byte tokens: each Hangul syllable of this vocabulary takes two or three.
    @Test
    void everyTokenOfAWordCountsOnce() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava_smollm/model"));
                var tokenizer = Tokenizer.open(checkpoint.tokenizer())) {
            int[] ids = tokenizer.encodePlain("고양이");
            var seen = scores(ids, -1);
            var guessed = scores(ids, -3);
            var word = WordScores.group(tokenizer.stream(), seen, guessed).words().getFirst();

            assertEquals("고양이", word.text());
            assertEquals(-ids.length, word.seen(), EXACT);
            assertEquals(2.0 * ids.length, word.gain(), EXACT);
        }
    }

    private static Grounding grounding(String text) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava_smollm/model"));
                var tokenizer = Tokenizer.open(checkpoint.tokenizer())) {
            var scores = scores(tokenizer.encodePlain(text), -1);
            return WordScores.group(tokenizer.stream(), scores, scores);
        }
    }

    private static List<TokenScore> scores(int[] ids, double each) {
        return Arrays.stream(ids).mapToObj(id -> new TokenScore(id, each)).toList();
    }
}
