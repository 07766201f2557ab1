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
        queue.offer("much", "1");
        queue.offer("much", "2");
        queue.offer("much", "3");
        queue.offer("little", "a");
        assertEquals(List.of("1", "a", "2", "3"), taken(4));
    }

    @Test
    void lineOfOneClientKeepsItsOrder() {
        queue.offer("one", "1");
        queue.offer("one", "2");
        assertEquals(List.of("1", "2"), taken(2));
    }

    @Test
    void fullQueueTakesNothing() {
        for (int i = 0; i < 8; i++) {
            assertTrue(queue.offer("one", "work"));
        }
        assertFalse(queue.offer("two", "work"));
    }

    @Test
    void workThatIsTakenOutLeavesItsPlace() {
        queue.offer("one", "1");
        queue.offer("two", "2");
        assertTrue(queue.remove("one", "1"));
        assertEquals(1, queue.size());
        assertEquals(List.of("2"), taken(1));
    }

    @Test
    void closedQueueGivesNothingOutAndKeepsTheRest() {
        queue.offer("one", "1");
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
