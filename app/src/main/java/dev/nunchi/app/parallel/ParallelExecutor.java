package dev.nunchi.app.parallel;

import dev.nunchi.engine.progress.CancelToken;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Works at several items at once, mostly waiting for servers, and hands the results over in the
/// items' order.
///
/// @param concurrency how many items are useful at once; limiting how many are is for the work to
///   do
/// @param cancel begins no further item; those begun are waited for and their results taken. A
///   failure cancels it
public record ParallelExecutor(int concurrency, CancelToken cancel) {
    /// So many more than can be worked at are begun, so that a slow item holds up no others.
    private static final int AHEAD = 4;

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
    /// @throws X the first failure in the items' order, after the work that was begun
    /// @throws Y a failure to take a result, after the work that was begun
    public <T, R, X extends Exception, Y extends Exception> void run(
            Iterator<T> items, Work<T, R, X> work, Taker<R, Y> taker) throws X, Y {
        int window = concurrency == 1 ? 1 : concurrency * AHEAD;
        var begun = new ArrayDeque<Future<R>>();
        Optional<Throwable> failure = Optional.empty();
        boolean ended = false;
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            do {
                while (!cancel.isCancelled() && items.hasNext() && begun.size() < window) {
                    T item = items.next();
                    begun.add(threads.submit((Callable<R>) () -> work.run(item)));
                }
                if (!begun.isEmpty()) {
                    var done = begun.remove();
                    var failed = failure(done);
                    if (failed.isEmpty()) {
                        taker.take(done.resultNow());
                    } else {
                        failure = failure.or(() -> failed);
                    }
                }
            } while (!begun.isEmpty() || (!cancel.isCancelled() && items.hasNext()));
            ended = true;
        } finally {
            if (!ended) {
                cancel.cancel();
            }
            threads.close();
        }
        if (failure.isPresent()) {
            switch (failure.get()) {
                case RuntimeException unexpected -> throw unexpected;
                case Error fatal -> throw fatal;
                default -> {
                    @SuppressWarnings("unchecked") // work fails with X or what is not checked
                    X expected = (X) failure.get();
                    throw expected;
                }
            }
        }
    }

    /// Waits for work to end.
    ///
    /// @return what it failed with
    private Optional<Throwable> failure(Future<?> work) {
        boolean interrupted = false;
        while (true) {
            try {
                work.get();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
                cancel.cancel();
            } catch (ExecutionException e) {
                cancel.cancel();
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return work.state() == Future.State.FAILED
                ? Optional.of(work.exceptionNow())
                : Optional.empty();
    }
}
