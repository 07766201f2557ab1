package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.stream.IntStream;

class RepetitionGuardTest {
    @Test
    void oneTokenOverAndOverIsACircle() {
        assertEquals(33, tokensUntilCircle(IntStream.generate(() -> 5).limit(100)));
    }

    @Test
    void phraseOverAndOverIsACircle() {
        assertEquals(42, tokensUntilCircle(IntStream.range(0, 100).map(i -> i % 10)));
    }

    @Test
    void phraseThatComesTwiceIsNone() {
        assertEquals(-1, tokensUntilCircle(IntStream.range(0, 60).map(i -> i % 30)));
    }

    @Test
    void longListIsNone() {
        assertEquals(-1, tokensUntilCircle(IntStream.range(0, 500).map(i -> i % 2 == 0 ? 7 : i)));
    }

    private static int tokensUntilCircle(IntStream tokens) {
        var guard = new RepetitionGuard();
        var ids = new ArrayList<Integer>();
        for (int id : tokens.toArray()) {
            ids.add(id);
            if (guard.circles(ids)) {
                return ids.size();
            }
        }
        return -1;
    }
}
