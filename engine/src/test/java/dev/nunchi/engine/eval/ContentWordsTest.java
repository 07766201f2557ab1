package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class ContentWordsTest {
    @Test
    void shortAndEmptyWordsDoNotCount() {
        assertEquals(
                Set.of("dog", "grass", "runs"),
                ContentWords.of("The image shows a dog: it runs on the grass. Grass!"));
    }

    @Test
    void recallIsTheShareThatCaptionsHold() {
        assertEquals(
                2 / 3.0,
                ContentWords.recall("A dog on grass, barking", List.of("a dog", "green grass")));
    }

    @Test
    void answerWithoutContentRecallsNothing() {
        assertEquals(0, ContentWords.recall("It is a photo.", List.of("a photo of it")));
    }
}
