package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class SeenTokensTest {
    private static final StoredPicture PICTURE =
            new StoredPicture("0".repeat(64), "a.png", 4, 3, "png");

    private static TurnItem question(int pictures) {
        return TurnItem.question(Collections.nCopies(pictures, PICTURE), "?");
    }

    private static List<Optional<Integer>> seen(int imageTokens, TurnItem... turns) {
        var facts =
                new AnswerFacts(
                        FinishReason.STOP,
                        new TokenUsage(imageTokens, imageTokens, 1),
                        new AnswerTiming(0, 0, 0, 0, 0));
        SeenTokens.tell(List.of(turns), facts, OptionalInt.of(49));
        return List.of(turns).stream().map(TurnItem::getSeen).toList();
    }

    @Test
    void everyPictureThatFittedWasSeen() {
        assertEquals(
                List.of(Optional.of(49), Optional.of(49)), seen(3 * 49, question(1), question(2)));
    }

    @Test
    void oldestPictureThatDidNotFitIsNamed() {
        assertEquals(List.of(Optional.of(0), Optional.of(49)), seen(49, question(1), question(1)));
    }

    @Test
    void questionWithoutPicturesSaysNothing() {
        assertEquals(List.of(Optional.empty()), seen(0, question(0)));
    }

    @Test
    void modelThatGotNoPictureIsFoundOut() {
        assertEquals(List.of(Optional.of(0)), seen(0, question(1)));
    }
}
