package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.AnsweringMemory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Answers several prompts at once: all answers take each step together, which costs little more
/// than one alone; who comes reads his prompt between the steps, who ends leaves his row to the
/// last one.
///
/// Words are those of each alone: rows do not know of each other, and each has its own sampler,
/// rule, limits and end. Alone in a batch, an answer guesses ahead as it does without one.
///
/// Confined to one thread at a time; owns nothing.
public final class GenerationBatch {
    /// Tokens of a prompt that are read between two steps of others: these wait so long.
    private static final int SHARED_CHUNK = 64;

    private final RowReader reader;
    private final Lexicon lexicon;

    /// Whose tokens come, each in the row of its place.
    private final List<Member> members = new ArrayList<>();

    /// Whose prompts are to be read; the first may be being read, in the row behind the members'.
    private final Deque<Newcomer> newcomers = new ArrayDeque<>();

    private Optional<Member> reading = Optional.empty();

    GenerationBatch(RowReader reader, Lexicon lexicon) {
        this.reader = reader;
        this.lexicon = lexicon;
    }

    private record Member(RowAnswer answer, CompletableFuture<Generation> result) {}

    private record Newcomer(GenerationRequest request, CompletableFuture<Generation> result) {}

    /// What is done with one answer.
    @FunctionalInterface
    private interface Work {
        Optional<Generation> run() throws DeviceException;
    }

    /// Lets a prompt be answered by the next steps.
    ///
    /// @return is completed by [#step], on its thread, with the answer or with what ended it: a
    ///   [DeviceException], too little memory, or what the request's own rule or listener threw
    /// @throws IllegalArgumentException if the prompt is empty or longer than the context
    public CompletableFuture<Generation> join(GenerationRequest request) {
        reader.requireFits(request.prompt());
        var result = new CompletableFuture<Generation>();
        newcomers.add(new Newcomer(request, result));
        return result;
    }

    /// How many are in it.
    public int size() {
        return members.size() + newcomers.size() + (reading.isPresent() ? 1 : 0);
    }

    /// Rows in use: others may use those behind them.
    int rows() {
        return members.size() + (reading.isPresent() ? 1 : 0);
    }

    /// By how many bytes the cache would have to grow for one more.
    ///
    /// @param tokens of its prompt and answer
    public long growth(int tokens) {
        return reader.growth(size(), tokens);
    }

    /// Reads a piece of a newcomer's prompt, if there is one, and a token of each member.
    public void step() {
        admit();
        reading.ifPresent(this::readMore);
        if (members.size() == 1 && reading.isEmpty()) {
            var alone = members.getFirst();
            attempt(alone, alone.answer()::step);
        } else {
            stepTogether();
        }
        leave();
    }

    private void admit() {
        while (reading.isEmpty() && !newcomers.isEmpty()) {
            var next = newcomers.remove();
            try {
                var answer = new RowAnswer(reader, lexicon, next.request(), members.size());
                reading = Optional.of(new Member(answer, next.result()));
            } catch (DeviceException | RuntimeException | OutOfMemoryError e) {
                next.result().completeExceptionally(e);
            }
        }
    }

    private void readMore(Member newcomer) {
        int most = members.isEmpty() ? AnsweringMemory.CHUNK : SHARED_CHUNK;
        attempt(newcomer, () -> newcomer.answer().readMore(most));
        if (newcomer.answer().isRead() && !newcomer.result().isDone()) {
            members.add(newcomer);
            reading = Optional.empty();
        } else if (newcomer.result().isDone()) {
            reading = Optional.empty();
        }
    }

    private void stepTogether() {
        for (int row = 0; row < members.size(); row++) {
            prepare(row);
        }
        leave();
        if (members.isEmpty()) {
            return;
        }
        int count = members.size();
        try {
            var logits =
                    reader.step(members.stream().mapToInt(m -> m.answer().newestId()).toArray());
            for (int row = 0; row < count; row++) {
                var own = RowReader.row(logits, row, count);
                var member = members.get(row);
                attempt(member, () -> member.answer().take(own));
            }
        } catch (DeviceException | RuntimeException | OutOfMemoryError e) {
            // The run was everybody's.
            members.forEach(member -> member.result().completeExceptionally(e));
        }
    }

    /// Ends an answer that cannot take another token; others go on.
    private void prepare(int row) {
        var member = members.get(row);
        attempt(
                member,
                () -> {
                    var hindered = member.answer().hindered();
                    if (hindered.isEmpty()) {
                        reader.reserveOne(row);
                    }
                    return hindered;
                });
    }

    private static void attempt(Member member, Work work) {
        try {
            work.run().ifPresent(member.result()::complete);
        } catch (DeviceException | RuntimeException | OutOfMemoryError e) {
            member.result().completeExceptionally(e);
        }
    }

    /// Closes the gaps of those whose answers have ended.
    private void leave() {
        for (int row = members.size() - 1; row >= 0; row--) {
            if (members.get(row).result().isDone()) {
                var last = members.removeLast();
                if (row < members.size()) {
                    members.set(row, last);
                    move(last, row);
                }
                reading.ifPresent(newcomer -> move(newcomer, members.size()));
            }
        }
    }

    private static void move(Member member, int row) {
        attempt(
                member,
                () -> {
                    member.answer().moveTo(row);
                    return Optional.empty();
                });
    }
}
