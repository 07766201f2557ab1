package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.EngineException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// A batch of one answer at a time, for assistants that cannot make several at once.
final class OneByOne implements AnswerBatch {
    private final Assistant assistant;
    private final Deque<Seat> seats = new ArrayDeque<>();

    private record Seat(AnswerRequest request, CompletableFuture<Answer> result) {}

    OneByOne(Assistant assistant) {
        this.assistant = assistant;
    }

    @Override
    public int size() {
        return seats.size();
    }

    @Override
    public boolean isFull() {
        return !seats.isEmpty();
    }

    @Override
    public CompletableFuture<Answer> join(AnswerRequest request) {
        if (isFull()) {
            throw new IllegalStateException("one at a time");
        }
        var seat = new Seat(request, new CompletableFuture<>());
        seats.add(seat);
        return seat.result();
    }

    @Override
    public void step() {
        if (seats.isEmpty()) {
            return;
        }
        var seat = seats.getFirst();
        var request = seat.request();
        try {
            var answer =
                    assistant.answer(
                            request.conversation(),
                            request.options(),
                            request.listener(),
                            request.cancel());
            seats.clear();
            seat.result().complete(answer);
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            seats.clear();
            seat.result().completeExceptionally(e);
        }
    }
}
