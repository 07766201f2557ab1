package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class JudgeTrustTest {
    private static final long SEED = 5;

    @TempDir private Path temp;

    @Test
    void judgeThatReadsTheDescriptionIsTrusted() throws EngineException, TeacherException {
        assertEquals(new TrustResult(50, 50, 0, 25, 0), trust(Bench.honestJudge()));
    }

    @Test
    void deafJudgeIsRecognised() throws EngineException, TeacherException {
        var trust = trust(new Bench.Scripted("deaf", _ -> "7 7\nBoth are good."));
        assertFalse(trust.isTrusted());
        assertEquals(TrustResult.Finding.DEAF, trust.finding());
    }

    @Test
    void judgeThatAlwaysPrefersTheFirstIsRecognised() throws EngineException, TeacherException {
        var trust = trust(new Bench.Scripted("biased", _ -> "9 5\nThe first is better."));
        assertEquals(new TrustResult(22, 11, 0, 22, 0), trust);
        assertEquals(TrustResult.Finding.BIASED, trust.finding());
    }

    @Test
    void judgeThatAlwaysPrefersTheSecondIsRecognised() throws EngineException, TeacherException {
        var trust = trust(new Bench.Scripted("biased", _ -> "5 9"));
        assertEquals(TrustResult.Finding.BIASED, trust.finding());
    }

    @Test
    void judgeWithoutScoresIsRecognised() throws EngineException, TeacherException {
        var mute = new Bench.Scripted("mute", _ -> "Both are good.");
        assertEquals(TrustResult.Finding.UNREADABLE, trust(mute).finding());
        assertEquals(11 * Judge.ATTEMPTS, mute.asked, "ten failures of fifty are allowed");
    }

    @Test
    void testGoesOnAsLongAsTheJudgeMayPass() throws EngineException, TeacherException {
        var honest = Bench.honestJudge();
        int[] shown = {0};
        var late =
                new Bench.Scripted(
                        "late",
                        prompt ->
                                ++shown[0] <= 10
                                        ? "7 7"
                                        : honest.reply(prompt, CancelToken.none()).orElseThrow());
        assertEquals(new TrustResult(50, 40, 10, 20, 0), trust(late));
    }

    @Test
    void resultOfATestThatWasCutShortIsTheSameWhenItIsDoneAgain()
            throws EngineException, TeacherException {
        var deaf = new Bench.Scripted("deaf", _ -> "7 7");
        var first = trust(deaf);
        assertTrue(first.isCutShort());
        assertEquals(first, trust(deaf));
        assertEquals(11, deaf.asked);
    }

    @Test
    void fourFifthsAreEnoughAndOneLessIsNot() {
        assertTrue(new TrustResult(50, 40, 0, 25, 0).isTrusted());
        assertEquals(TrustResult.Finding.WEAK, new TrustResult(50, 39, 0, 25, 0).finding());
    }

    @Test
    void oneOnlyPictureTestsNobody() {
        var one = Bench.benchmark().limited(1);
        assertThrows(DataException.class, () -> TrustTest.draw(one, SEED));
    }

    @Test
    void unreadableReplyIsAskedAgainWithAnotherSeed() throws EngineException, TeacherException {
        var hesitant =
                new Bench.Scripted("hesitant", prompt -> prompt.seed() == 0 ? "Well." : "8 6");
        var pair =
                new Judge.Pair(Bench.benchmark().scenes().get("dog"), "What?", "A dog.", "A cat.");
        var verdict = new Judge(hesitant).judge(pair, CancelToken.none()).orElseThrow();
        assertEquals(2, verdict.attempts());
        assertEquals(new ScorePair(8, 6), verdict.scores().orElseThrow());
    }

    @Test
    void wilsonIntervalIsThePublishedOne() {
        // 45 of 50, from Wilson's formula by hand: centre 0.8715, spread 0.0850.
        var interval = Interval.wilson(45, 50);
        assertEquals(0.7864, interval.low(), 1e-4);
        assertEquals(0.9565, interval.high(), 1e-4);
    }

    @Test
    void promptHoldsTheDescriptionTheQuestionAndBothAnswers() {
        var scene = Bench.benchmark().scenes().get("dog");
        String text = JudgePrompt.of(scene, "What is it?", "A dog.", "A cat.").text();
        for (String part :
                List.of(
                        "A dog on grass.\ndog: [0.000, 0.000, 0.500, 1.000]",
                        "[Question]\nWhat is it?",
                        "[Assistant 1]\nA dog.\n[End of Assistant 1]",
                        "[Assistant 2]\nA cat.\n[End of Assistant 2]",
                        "helpfulness, relevance, accuracy")) {
            assertTrue(text.contains(part), text);
        }
    }

    private TrustResult trust(ChatModel model) throws EngineException, TeacherException {
        try (var kept = Journal.open(temp.resolve("trust.jsonl"))) {
            return TrustTest.draw(Bench.benchmark(), SEED)
                    .run(new Judge(model), kept, (_, _) -> {}, CancelToken.none())
                    .orElseThrow();
        }
    }
}
