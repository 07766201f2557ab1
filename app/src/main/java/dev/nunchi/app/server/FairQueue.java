package dev.nunchi.app.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Work that waits, a line for each client: they take turns, so that one who asks much delays
/// nobody but himself. Within a line, first come, first served. Thread-safe.
final class FairQueue<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// The client whose turn it is first.
    private final Map<String, Deque<T>> lines = new LinkedHashMap<>();

    private final int most;
    private int size;
    private boolean closed;

    /// @param most that wait at a time, of all clients
    FairQueue(int most) {
        this.most = most;
    }

    /// @return false if the queue is full or closed
    boolean offer(String client, T work) {
        lock.lock();
        try {
            if (closed || size >= most) {
                return false;
            }
            lines.computeIfAbsent(client, _ -> new ArrayDeque<>()).addLast(work);
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

    private T next() {
        var first = lines.entrySet().iterator().next();
        lines.remove(first.getKey());
        var line = first.getValue();
        T work = line.removeFirst();
        if (!line.isEmpty()) {
            lines.put(first.getKey(), line);
        }
        size--;
        return work;
    }

    /// Takes work out that nobody waits for any more.
    ///
    /// @return false if it was not there
    boolean remove(String client, T work) {
        lock.lock();
        try {
            var line = lines.get(client);
            if (line == null || !line.remove(work)) {
                return false;
            }
            if (line.isEmpty()) {
                lines.remove(client);
            }
            size--;
            return true;
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
