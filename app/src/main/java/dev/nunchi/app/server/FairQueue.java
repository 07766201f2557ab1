package dev.nunchi.app.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Work that waits in lines of lines, one for each client: the lines at each level take turns, so
/// that one who asks much delays nobody but himself. Within the narrowest line, first come, first
/// served. Thread-safe.
///
/// This is round robin: it counts turns, not the time that they take.
final class FairQueue<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Line<T> all = new Line<>();
    private final int most;
    private int size;
    private boolean closed;

    /// Holds lines, or work. None of those it holds is empty.
    private static final class Line<T> {
        /// The one whose turn it is first.
        final Map<String, Line<T>> lines = new LinkedHashMap<>();

        final Deque<T> work = new ArrayDeque<>();

        void add(List<String> names, T item) {
            if (names.isEmpty()) {
                work.addLast(item);
            } else {
                lines.computeIfAbsent(names.getFirst(), _ -> new Line<>())
                        .add(names.subList(1, names.size()), item);
            }
        }

        T next() {
            if (lines.isEmpty()) {
                return work.removeFirst();
            }
            var first = lines.entrySet().iterator().next();
            var line = first.getValue();
            T item = line.next();
            lines.remove(first.getKey());
            if (!line.isEmpty()) {
                lines.put(first.getKey(), line);
            }
            return item;
        }

        boolean remove(List<String> names, T item) {
            if (names.isEmpty()) {
                return work.remove(item);
            }
            var line = Optional.ofNullable(lines.get(names.getFirst()));
            if (line.isEmpty() || !line.get().remove(names.subList(1, names.size()), item)) {
                return false;
            }
            if (line.get().isEmpty()) {
                lines.remove(names.getFirst());
            }
            return true;
        }

        private boolean isEmpty() {
            return lines.isEmpty() && work.isEmpty();
        }
    }

    /// @param most that wait at a time, of all clients
    FairQueue(int most) {
        this.most = most;
    }

    /// @param lines names of the lines that it waits in, the widest first; as many for all work
    /// @return false if the queue is full or closed
    boolean offer(List<String> lines, T work) {
        lock.lock();
        try {
            if (closed || size >= most) {
                return false;
            }
            all.add(lines, work);
            size++;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for work and takes it.
    ///
    /// @return empty when the queue is closed
    Optional<T> take() {
        lock.lock();
        try {
            while (!closed && size == 0) {
                changed.awaitUninterruptibly();
            }
            return closed ? Optional.empty() : Optional.of(next());
        } finally {
            lock.unlock();
        }
    }

    /// Takes work if there is some.
    ///
    /// @return empty also when the queue is closed
    Optional<T> poll() {
        lock.lock();
        try {
            return closed || size == 0 ? Optional.empty() : Optional.of(next());
        } finally {
            lock.unlock();
        }
    }

    private T next() {
        size--;
        return all.next();
    }

    /// Takes work out that nobody waits for any more.
    ///
    /// @return false if it was not there
    boolean remove(List<String> lines, T work) {
        lock.lock();
        try {
            boolean removed = all.remove(lines, work);
            size -= removed ? 1 : 0;
            return removed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more work and gives none out. What waits stays for [#drain].
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// All that is left.
    Deque<T> drain() {
        lock.lock();
        try {
            var left = new ArrayDeque<T>();
            while (size > 0) {
                left.add(next());
            }
            return left;
        } finally {
            lock.unlock();
        }
    }
}
