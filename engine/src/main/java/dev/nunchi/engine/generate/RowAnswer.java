package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.ReaderForm;

import java.util.Optional;
import java.util.stream.IntStream;

/// An answer that is made in a row of the cache: its prompt is read piece by piece, then its tokens
/// follow. What each call returns is the answer if it has ended. Confined to one thread at a time.
final class RowAnswer {
    /// The fewest tokens of a prompt that are read in one run, also of one whose beginning is in
    /// the cache: fewer are computed in another form, and a single one rounds otherwise, so that an
    /// answer would depend on what was in the cache before and on who else is answered.
    private static final int LEAST_READ = ReaderForm.LEAST_TOKENS;

    private static final int[] NO_DRAFT = {};

    private final RowReader reader;
    private final Lexicon lexicon;
    private final GenerationRequest request;
    private final AnswerInProgress answer;
    private int row;
    private boolean isRead;

    /// Nothing is read yet.
    ///
    /// @param row that the answer may use from now on
    RowAnswer(RowReader reader, Lexicon lexicon, GenerationRequest request, int row)
            throws DeviceException {
        this.reader = reader;
        this.lexicon = lexicon;
        this.request = request;
        this.row = row;
        answer =
                new AnswerInProgress(
                        request.prompt(), request.options(), request.listener(), lexicon.words());
        var prompt = request.prompt();
        int longest = Math.max(0, prompt.length() - LEAST_READ);
        answer.reused(reader.keepCommonPrefix(row, prompt, longest));
    }

    /// Takes another row in the place of its own.
    void moveTo(int other) throws DeviceException {
        reader.move(row, other);
        row = other;
    }

    /// Whether the prompt is read and the first token chosen.
    boolean isRead() {
        return isRead;
    }

    /// Reads more of the prompt, and chooses the first token when it is read.
    ///
    /// @param most tokens, or a few more if these were too few for a run of their own
    Optional<Generation> readMore(int most) throws DeviceException {
        if (request.cancel().isCancelled()) {
            return end(FinishReason.CANCELLED);
        }
        var prompt = request.prompt();
        int to = reader.length(row) + most;
        if (to + LEAST_READ > prompt.length()) {
            to = prompt.length();
        }
        var logits = reader.read(row, prompt, to, to - 1);
        request.listener().onPrefill(to, prompt.length());
        if (to < prompt.length()) {
            return Optional.empty();
        }
        answer.prefilled();
        var options = request.options();
        options.rule()
                .ifPresent(rule ->
                        answer.keepTo(lexicon.ruled(rule, options.stopIds(), logits.length)));
        isRead = true;
        return ended(answer.accept(logits));
    }

    /// Why no further token can be read, if it is so.
    Optional<Generation> hindered() {
        if (request.cancel().isCancelled()) {
            return end(FinishReason.CANCELLED);
        }
        return reader.room(row) == 0 ? end(FinishReason.CONTEXT_FULL) : Optional.empty();
    }

    int newestId() {
        return answer.newestId();
    }

    /// Chooses a token from the logits after the newest one, which somebody else has read into this
    /// row.
    Optional<Generation> take(float[] logits) {
        var ending = answer.accept(logits);
        answer.ran(0, 0);
        return ended(ending);
    }

    /// Reads the answer's newest token and what may follow it, chooses a token after each, and
    /// forgets what was guessed wrong. Tokens are chosen from the very logits that they would have
    /// been chosen from one by one, in the same order, so sampling is no other, either.
    Optional<Generation> step() throws DeviceException {
        var hindered = hindered();
        if (hindered.isPresent()) {
            return hindered;
        }
        int before = reader.length(row);
        int[] draft = draft();
        int[] ids =
                IntStream.concat(IntStream.of(answer.newestId()), IntStream.of(draft)).toArray();
        var logits = reader.read(row, ids);
        int accepted = 0;
        var ending = answer.accept(RowReader.row(logits, 0, ids.length));
        while (ending.isEmpty()
                && accepted < draft.length
                && answer.newestId() == draft[accepted]) {
            accepted++;
            ending = answer.accept(RowReader.row(logits, accepted, ids.length));
        }
        reader.truncate(row, before + 1 + accepted);
        answer.ran(draft.length, accepted);
        return ended(ending);
    }

    private int[] draft() {
        boolean drafts =
                request.options().speculation() == Speculation.PROMPT_LOOKUP && reader.hasRows();
        return drafts ? answer.draft(reader.room(row) - 1) : NO_DRAFT;
    }

    private Optional<Generation> ended(Optional<FinishReason> ending) {
        return ending.flatMap(this::end);
    }

    private Optional<Generation> end(FinishReason reason) {
        return Optional.of(answer.end(reason, reader.cacheBytes(row)));
    }
}
