package dev.nunchi.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>(8);

    @Test
    void clientsTakeTurns() {
        queue.offer(List.of("much"), "1");
        queue.offer(List.of("much"), "2");
        queue.offer(List.of("much"), "3");
        queue.offer(List.of("little"), "a");
        assertEquals(List.of("1", "a", "2", "3"), taken(4));
    }

    @Test
    void manyNamesInOneLineGainNothing() {
        queue.offer(List.of("greedy", "1"), "1");
        queue.offer(List.of("greedy", "2"), "2");
        queue.offer(List.of("greedy", "3"), "3");
        queue.offer(List.of("modest", ""), "a");
        assertEquals(List.of("1", "a", "2", "3"), taken(4));
    }

    @Test
    void linesWithinALineTakeTurns() {
        queue.offer(List.of("proxy", "much"), "1");
        queue.offer(List.of("proxy", "much"), "2");
        queue.offer(List.of("proxy", "little"), "a");
        queue.offer(List.of("other", ""), "x");
        assertEquals(List.of("1", "x", "a", "2"), taken(4));
    }

    @Test
    void lineOfOneClientKeepsItsOrder() {
        queue.offer(List.of("one"), "1");
        queue.offer(List.of("one"), "2");
        assertEquals(List.of("1", "2"), taken(2));
    }

    @Test
    void fullQueueTakesNothing() {
        for (int i = 0; i < 8; i++) {
            assertTrue(queue.offer(List.of("one"), "work"));
        }
        assertFalse(queue.offer(List.of("two"), "work"));
    }

    @Test
    void workThatIsTakenOutLeavesItsPlace() {
        queue.offer(List.of("one"), "1");
        queue.offer(List.of("two"), "2");
        assertTrue(queue.remove(List.of("one"), "1"));
        assertFalse(queue.remove(List.of("one"), "1"));
        assertEquals(1, queue.size());
        assertEquals(List.of("2"), taken(1));
    }

    @Test
    void closedQueueGivesNothingOutAndKeepsTheRest() {
        queue.offer(List.of("one"), "1");
        queue.close();
        assertEquals(Optional.empty(), queue.take());
        assertEquals(List.of("1"), List.copyOf(queue.drain()));
    }

    private List<String> taken(int count) {
        var taken = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            taken.add(queue.take().orElseThrow());
        }
        return taken;
    }
}
