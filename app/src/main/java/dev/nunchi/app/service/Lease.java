package dev.nunchi.app.service;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets many use a thing at once, or one change it: the one cancels the many and waits for them.
final class Lease {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<CancelToken> users = new ArrayList<>();
    private boolean exclusive;

    /// A change of the thing.
    interface Change {
        void run() throws EngineException;
    }

    /// Waits while the thing is being changed.
    void acquire(CancelToken cancel) {
        lock.lock();
        try {
            while (exclusive) {
                changed.awaitUninterruptibly();
            }
            users.add(cancel);
        } finally {
            lock.unlock();
        }
    }

    void release(CancelToken cancel) {
        lock.lock();
        try {
            users.remove(cancel);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void exclusively(Change change) throws EngineException {
        begin();
        try {
            change.run();
        } finally {
            end();
        }
    }

    private void begin() {
        lock.lock();
        try {
            while (exclusive) {
                changed.awaitUninterruptibly();
            }
            exclusive = true;
            users.forEach(CancelToken::cancel);
            while (!users.isEmpty()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            exclusive = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
