package dev.nunchi.engine.chat;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.GenerationBatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Answers of a model of this machine, made at once where they are the same variant's; those of
/// different adapters take steps in turn.
///
/// Whoever comes waits until his prompt is laid out, then has his pictures looked at, one a step,
/// and then joins the batch of his variant, as soon as there is memory for him.
final class LocalBatch implements AnswerBatch {
    /// Of the memory that is free, what a newcomer may take.
    private static final double SHARE = 0.8;

    private final LocalModel model;
    private final Doorway doorway;
    private final int most;
    private final Deque<Seat> newcomers = new ArrayDeque<>();
    private final List<Seat> answering = new ArrayList<>();

    /// Lets work run while nobody else runs the model and it is open.
    @FunctionalInterface
    interface Doorway {
        void enter(Work work) throws EngineException;
    }

    @FunctionalInterface
    interface Work {
        void run() throws EngineException;
    }

    private record Seat(AnswerRequest request, AnswerRun run, CompletableFuture<Answer> result) {
        GenerationBatch batch() {
            return run.generator().batch().orElseThrow();
        }
    }

    /// @param most answers at once, `>= 1`
    LocalBatch(LocalModel model, Doorway doorway, int most) {
        this.model = model;
        this.doorway = doorway;
        this.most = most;
    }

    @Override
    public int size() {
        return newcomers.size() + answering.size();
    }

    @Override
    public boolean isFull() {
        return size() >= most;
    }

    @Override
    public CompletableFuture<Answer> join(AnswerRequest request) {
        if (isFull()) {
            throw new IllegalStateException("there are " + most + " answers");
        }
        var run = new AnswerRun(model, request.options(), request.listener(), request.cancel());
        var seat = new Seat(request, run, new CompletableFuture<>());
        newcomers.add(seat);
        return seat.result();
    }

    @Override
    public void step() {
        try {
            doorway.enter(this::stepInside);
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            // A weight file that was cut short, or a mistake of ours: nobody can go on.
            newcomers.forEach(seat -> seat.result().completeExceptionally(e));
            answering.forEach(seat -> seat.result().completeExceptionally(e));
        }
        newcomers.removeIf(seat -> seat.result().isDone());
        answering.removeIf(seat -> seat.result().isDone());
    }

    private void stepInside() {
        if (!newcomers.isEmpty()) {
            prepare(newcomers.getFirst());
        }
        answering.stream().map(Seat::batch).distinct().forEach(GenerationBatch::step);
    }

    private void prepare(Seat seat) {
        try {
            var run = seat.run();
            var early = run.isLaid() ? run.lookAtNext() : run.lay(seat.request().conversation());
            early.ifPresent(seat.result()::complete);
            if (early.isEmpty() && run.hasLooked() && hasRoom(seat)) {
                newcomers.remove();
                enter(seat);
            }
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            seat.result().completeExceptionally(e);
        }
    }

    /// Also for one who has left: he takes none.
    private boolean hasRoom(Seat seat) {
        if (answering.isEmpty() || seat.request().cancel().isCancelled()) {
            return true;
        }
        long growth = seat.batch().growth(seat.run().tokens());
        return growth == 0 || growth < SHARE * ProcessMemory.free();
    }

    private void enter(Seat seat) throws EngineException {
        var generation = seat.batch().join(seat.run().request());
        answering.add(seat);
        var _ =
                generation
                        .thenApply(seat.run()::answer)
                        .whenComplete((answer, problem) -> end(seat, answer, problem));
    }

    private static void end(Seat seat, @Nullable Answer answer, @Nullable Throwable problem) {
        if (answer != null) {
            seat.result().complete(answer);
        } else if (problem instanceof CompletionException wrapped && wrapped.getCause() != null) {
            seat.result().completeExceptionally(wrapped.getCause());
        } else if (problem != null) {
            seat.result().completeExceptionally(problem);
        }
    }
}
