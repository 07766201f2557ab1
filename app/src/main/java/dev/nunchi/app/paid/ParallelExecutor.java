package dev.nunchi.app.paid;

import dev.nunchi.engine.progress.CancelToken;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Works at several items at once, mostly waiting for servers, and hands the results over in the
/// items' order.
public final class ParallelExecutor {
    /// So many more than can be worked at are begun, so that a slow item holds up no others.
    private static final int AHEAD = 4;

    private ParallelExecutor() {}

    /// What is done with each item, on a thread of its own.
    ///
    /// @param <X> ends everything
    @FunctionalInterface
    public interface Work<T, R, X extends Exception> {
        R run(T item) throws X;
    }

    /// Takes a result, on the calling thread.
    @FunctionalInterface
    public interface Taker<R, X extends Exception> {
        void take(R result) throws X;
    }

    /// Works through all items. Memory: the results of four times `concurrency` items.
    ///
    /// @param concurrency how many are useful at once; limiting how many are is for the work to do
    /// @param cancel begins no further item; those begun are waited for
    /// @throws X the first failure in the items' order, after the work that was begun
    public static <T, R, X extends Exception> void run(
            int concurrency,
            Iterator<T> items,
            Work<T, R, X> work,
            Taker<R, X> taker,
            CancelToken cancel)
            throws X {
        int window = concurrency == 1 ? 1 : concurrency * AHEAD;
        var begun = new ArrayDeque<Future<R>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!cancel.isCancelled() && items.hasNext() || !begun.isEmpty()) {
                while (!cancel.isCancelled() && items.hasNext() && begun.size() < window) {
                    T item = items.next();
                    begun.add(threads.submit((Callable<R>) () -> work.run(item)));
                }
                if (!begun.isEmpty()) {
                    taker.take(ParallelExecutor.<R, X>result(begun.remove(), cancel));
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // work fails with X or with what is not checked
    private static <R, X extends Exception> R result(Future<R> future, CancelToken cancel)
            throws X {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    cancel.cancel();
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException unexpected -> throw unexpected;
                        case Error fatal -> throw fatal;
                        case null, default -> throw (X) e.getCause();
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
