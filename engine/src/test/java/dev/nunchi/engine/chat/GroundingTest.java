package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the default model owes to a picture, and what it would have said anyway.
class GroundingTest {
    private static final String ANSWER = "A photo of a cat.";

    /// In nats: what a person should see at a glance.
    private static final double PLAIN = 2;

    private static final double SPLIT_TOLERANCE = 1e-3;

    @TempDir static Path cache;
    private static Assistant assistant;
    private static Picture cat;

    @BeforeAll
    static void open() throws EngineException {
        var assets = Golden.repository().resolve("assets");
        var model =
                new InstalledModel(
                        "nunchi-default",
                        assets.resolve("models/nunchi-default"),
                        Origin.BUNDLED,
                        0,
                        "");
        assistant = Assistants.open(model, cache, Progress.NONE);
        cat = PictureReader.read(assets.resolve("samples/cat.jpg"));
    }

    @AfterAll
    static void close() {
        assistant.close();
    }

    @Test
    void catIsSeenAndAPhotoOfIsGuessed() throws EngineException {
        for (var question : List.of("What is in this picture?", "이 사진에 뭐가 있어?")) {
            var words = ground(question, ANSWER).words();
            var seen = words.getLast();

            assertEquals("cat", seen.text());
            for (var word : words.subList(0, words.size() - 1)) {
                assertTrue(seen.gain() > word.gain() + PLAIN, () -> question + " " + words);
            }
        }
    }

    @Test
    void wordThatThePictureContradictsIsLessLikelyWithIt() throws EngineException {
        var word = ground("What is in this picture?", "A photo of a rocket.").words().getLast();

        assertTrue(word.gain() < 0, word::toString);
    }

    @Test
    void likelihoodsOfWordsAddUpToTheScoreOfTheAnswer() throws EngineException {
        var question = List.of(Turn.user("What is in this picture?", cat));
        var score = assistant.score(question, "cat");
        var words = assistant.ground(question, "cat", Optional.empty(), CancelToken.none());
        double word = words.orElseThrow().words().getFirst().seen();

        // The rest is the end of the turn.
        assertTrue(score.logProbability() < word, () -> score + " " + word);
        assertEquals(2, score.tokens());
    }

    @Test
    void sameQuestionAgainGivesTheSame() throws EngineException {
        var first = ground("What is in this picture?", ANSWER).words().getLast();
        assistant.score(List.of(Turn.user("Hello")), "Hi.");
        var again = ground("What is in this picture?", ANSWER).words().getLast();

        assertEquals(first.gain(), again.gain(), SPLIT_TOLERANCE);
    }

    @Test
    void cancelledGroundingIsEmpty() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        var question = List.of(Turn.user("What is in this picture?", cat));

        assertEquals(
                Optional.empty(), assistant.ground(question, ANSWER, Optional.empty(), cancel));
    }

    @Test
    void answerWithoutAPictureCannotBeGrounded() {
        var question = List.of(Turn.user("What is a cat?"));

        assertThrows(
                IllegalArgumentException.class,
                () -> assistant.ground(question, ANSWER, Optional.empty(), CancelToken.none()));
    }

    private static Grounding ground(String question, String answer) throws EngineException {
        return assistant
                .ground(
                        List.of(Turn.user(question, cat)),
                        answer,
                        Optional.empty(),
                        CancelToken.none())
                .orElseThrow();
    }
}
