package dev.nunchi.app.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Acts that wait for others and must be over by some time. Whoever begins one closes its deadline;
/// whoever has a clock calls [#look]. Thread-safe.
final class Deadlines {
    private final Set<Deadline> open = ConcurrentHashMap.newKeySet();

    /// @param end ends the act from another thread; must not throw
    Deadline within(Duration time, Runnable end) {
        var deadline = new Deadline(System.nanoTime() + time.toNanos(), end);
        open.add(deadline);
        return deadline;
    }

    /// Ends what has lasted too long. Called again and again.
    void look() {
        long now = System.nanoTime();
        open.forEach(deadline -> deadline.look(now));
    }

    /// The time that one act has. When it is closed, nothing will end the act any more.
    final class Deadline implements AutoCloseable {
        private final long at;
        private final Runnable end;
        private boolean over;

        private Deadline(long at, Runnable end) {
            this.at = at;
            this.end = end;
        }

        private synchronized void look(long now) {
            if (!over && now - at >= 0) {
                over = true;
                end.run();
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            open.remove(this);
        }
    }
}
