package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ScoreParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "8 7",
                "\n\n8 7\nAssistant 1 names 3 dogs.",
                "8, 7",
                "8/10 7/10",
                "8.0 7.0",
                "Assistant 1: 8, Assistant 2: 7",
                "**8 7**",
                "Scores: 8 and 7",
                "[8; 7]",
                "First, x = 39.\n\nScores:\nAssistant 1: 8/10\nAssistant 2: 7/10\n\nThe first is better."
            })
    void twoScoresAreReadHoweverTheyAreWritten(String reply) {
        assertEquals(Optional.of(new ScorePair(8, 7)), ScoreParser.parse(reply));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "8 7 6",
                "11 7",
                "Assistant 1: 8\nAssistant 2: 7\nso then:\nAssistant 1: 9\nAssistant 2: 7",
                "Assistant 1: 11\nAssistant 2: 7",
                "Both are good.\n8 7",
                "The 2 dogs deserve 8.",
                "eight seven"
            })
    void anythingElseIsUnreadable(String reply) {
        assertEquals(Optional.empty(), ScoreParser.parse(reply));
    }

    @Test
    void halvesAreScores() {
        assertEquals(Optional.of(new ScorePair(9, 8.5)), ScoreParser.parse("9 8.5\nclose"));
    }
}
