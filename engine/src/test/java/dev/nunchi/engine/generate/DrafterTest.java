package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DrafterTest {
    private static final int AMPLE = 100;
    private final Drafter drafter = new Drafter();

    @Test
    void whatFollowedTheLastTokensBeforeIsGuessed() {
        assertArrayEquals(new int[] {4, 5, 6, 7}, draft(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3));
    }

    @Test
    void longerCopyIsBelievedBeforeALaterOne() {
        assertArrayEquals(new int[] {5, 6, 2, 3}, draft(1, 2, 3, 4, 5, 6, 2, 3, 4, 7, 1, 2, 3, 4));
    }

    @Test
    void latestOfEquallyLongCopiesIsBelieved() {
        assertArrayEquals(new int[] {8, 1, 2, 3}, draft(1, 2, 3, 7, 1, 2, 3, 8, 1, 2, 3));
    }

    @Test
    void twoEqualTokensAreNoCopy() {
        assertEquals(0, draft(2, 3, 4, 5, 2, 3).length);
    }

    @Test
    void guessEndsBeforeAPicture() {
        assertArrayEquals(new int[] {4}, draft(1, 2, 3, 4, -1, -1, 5, 1, 2, 3));
    }

    @Test
    void guessFitsTheRoom() {
        int[] history = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3};
        assertArrayEquals(new int[] {4, 5}, drafter.draft(history, history.length, 2));
        assertEquals(0, drafter.draft(history, history.length, 0).length);
    }

    @Test
    void whatLiesBehindTheLengthIsNotSeen() {
        int[] history = {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 9, 9, 9};
        assertArrayEquals(new int[] {4, 5, 6, 7}, drafter.draft(history, 10, AMPLE));
    }

    @Test
    void guessesGrowWhileTheyComeTrue() {
        int[] history = new int[43];
        for (int i = 0; i < history.length; i++) {
            history[i] = i % 20;
        }
        assertEquals(4, drafter.draft(history, history.length, AMPLE).length);
        drafter.judge(4, 4);
        assertEquals(8, drafter.draft(history, history.length, AMPLE).length);
    }

    @Test
    void nothingIsGuessedForAWhileAfterAWrongGuess() {
        int guesses = 0;
        for (int i = 0; i < 10; i++) {
            int[] guess = draft(1, 2, 3, 4, 5, 6, 1, 2, 3);
            if (guess.length > 0) {
                drafter.judge(guess.length, 0);
                guesses++;
            }
        }
        assertEquals(2, guesses);
    }

    private int[] draft(int... history) {
        return drafter.draft(history, history.length, AMPLE);
    }
}
