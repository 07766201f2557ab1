package dev.nunchi.app.paid;

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
    /// @param cancel begins no further item; those begun are waited for and their results taken. A
    ///   failure of the work cancels it
    /// @throws X the first failure in the items' order, after the work that was begun
    /// @throws Y a failure to take a result, at once
    public static <T, R, X extends Exception, Y extends Exception> void run(
            int concurrency,
            Iterator<T> items,
            Work<T, R, X> work,
            Taker<R, Y> taker,
            CancelToken cancel)
            throws X, Y {
        int window = concurrency == 1 ? 1 : concurrency * AHEAD;
        var begun = new ArrayDeque<Future<R>>();
        Optional<Throwable> failure = Optional.empty();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            do {
                while (!cancel.isCancelled() && items.hasNext() && begun.size() < window) {
                    T item = items.next();
                    begun.add(threads.submit((Callable<R>) () -> work.run(item)));
                }
                if (!begun.isEmpty()) {
                    var done = begun.remove();
                    var failed = failure(done, cancel);
                    if (failed.isEmpty()) {
                        taker.take(done.resultNow());
                    } else {
                        failure = failure.or(() -> failed);
                    }
                }
            } while (!begun.isEmpty() || !cancel.isCancelled() && items.hasNext());
        } catch (RuntimeException | Error unexpected) {
            cancel.cancel();
            throw unexpected;
        }
        if (failure.isPresent()) {
            throw ParallelExecutor.<X>thrown(failure.get());
        }
    }

    /// Waits for work to end.
    ///
    /// @return what it failed with
    private static Optional<Throwable> failure(Future<?> work, CancelToken cancel) {
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

    @SuppressWarnings("unchecked") // work fails with X or with what is not checked
    private static <X extends Exception> X thrown(Throwable failure) {
        return switch (failure) {
            case RuntimeException unexpected -> throw unexpected;
            case Error fatal -> throw fatal;
            default -> (X) failure;
        };
    }
}
