package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Makes answers with a decoder: prefill, then a token at a time.
///
/// Remembers what the decoder's cache holds and reads of the next prompt only what is new. Confined
/// to one thread at a time; owns nothing.
public final class Generator {
    /// Tokens read in one run: cancelling waits for one run, and the attention's scratch grows with
    /// it.
    private static final int CHUNK = AnsweringMemory.CHUNK;

    /// Tokens read in one run whose logits are wanted: a row of them is as long as the vocabulary.
    private static final int SCORED_CHUNK = 64;

    private static final int[] NO_DRAFT = {};

    private final Decoder decoder;
    private final TokenEmbedding embedding;
    private final Tokenizer tokenizer;
    private final long[] contents;
    private final TokenTexts texts;
    private Optional<AllowedTokens> allowed = Optional.empty();

    public Generator(Decoder decoder, TokenEmbedding embedding, Tokenizer tokenizer) {
        this.decoder = decoder;
        this.embedding = embedding;
        this.tokenizer = tokenizer;
        this.contents = new long[decoder.contextLength()];
        this.texts = new TokenTexts(tokenizer);
    }

    /// Bytes of the keys and values that the last prompt and its answer take in the cache.
    public long cacheBytes() {
        return decoder.cacheBytes();
    }

    /// Answers a prompt.
    ///
    /// @return also when cancelled, with what there was of it
    /// @throws DeviceException if the device failed; the next call works if the device does
    /// @throws IllegalArgumentException if the prompt is empty or longer than the context
    public Generation generate(
            Prompt prompt,
            GenerationOptions options,
            GenerationListener listener,
            CancelToken cancel)
            throws DeviceException {
        requireFits(prompt);
        var answer =
                new AnswerInProgress(
                        prompt,
                        options,
                        listener,
                        new AnswerInProgress.Words(tokenizer.stream(), texts));
        // The last token is always read again: its logits are wanted.
        answer.reused(forgetAllButCommonPrefix(prompt, prompt.length() - 1));
        var logits = prefill(prompt, listener, cancel);
        if (logits.isEmpty()) {
            return answer.end(FinishReason.CANCELLED);
        }
        answer.prefilled();
        options.rule().ifPresent(rule -> answer.keepTo(ruled(rule, options, logits.get().length)));
        return decode(answer, logits.get(), options.speculation(), cancel);
    }

    private RuledAnswer ruled(TextRule rule, GenerationOptions options, int vocabulary) {
        if (allowed.isEmpty()) {
            allowed = Optional.of(new AllowedTokens(texts.sorted(vocabulary)));
        }
        return new RuledAnswer(texts, allowed.get(), options.stopIds(), rule);
    }

    /// How likely the model finds some of a prompt's tokens, each after all before it.
    ///
    /// @param targets positions; the first position cannot be one
    /// @return one for each target, in order; fewer if cancelled
    /// @throws IllegalArgumentException if the prompt is longer than the context or nothing is
    ///   asked
    public List<TokenScore> score(Prompt prompt, BitSet targets, CancelToken cancel)
            throws DeviceException {
        requireFits(prompt);
        if (targets.isEmpty() || targets.get(0) || targets.length() > prompt.length()) {
            throw new IllegalArgumentException("targets " + targets);
        }
        int[] ids = prompt.history();
        int end = targets.length() - 1;
        var scores = new ArrayList<TokenScore>();
        forgetAllButCommonPrefix(prompt, targets.nextSetBit(0) - 1);
        while (decoder.length() < end && !cancel.isCancelled()) {
            int from = decoder.length();
            int to = scoredTo(from, targets);
            int[] wanted = IntStream.range(from, to).filter(at -> targets.get(at + 1)).toArray();
            if (wanted.length == 0) {
                read(prompt, to, to - 1);
                continue;
            }
            var logits = read(prompt, to, wanted);
            int width = logits.length / wanted.length;
            for (int i = 0; i < wanted.length; i++) {
                scores.add(TokenScore.of(logits, i, width, ids[wanted[i] + 1]));
            }
        }
        return List.copyOf(scores);
    }

    private static int scoredTo(int from, BitSet targets) {
        int wanted = targets.nextSetBit(from + 1) - 1;
        return wanted >= from + SCORED_CHUNK
                ? Math.min(wanted, from + CHUNK)
                : Math.min(from + SCORED_CHUNK, targets.length() - 1);
    }

    private void requireFits(Prompt prompt) {
        if (prompt.length() < 1 || prompt.length() > decoder.contextLength()) {
            throw new IllegalArgumentException(
                    "a prompt of %d tokens in a context of %d"
                            .formatted(prompt.length(), decoder.contextLength()));
        }
    }

    private Generation decode(
            AnswerInProgress answer,
            float[] firstLogits,
            Speculation speculation,
            CancelToken cancel)
            throws DeviceException {
        boolean drafts = speculation == Speculation.PROMPT_LOOKUP && decoder.truncatesInPlace();
        var ending = answer.accept(firstLogits);
        while (ending.isEmpty()) {
            if (cancel.isCancelled()) {
                return answer.end(FinishReason.CANCELLED);
            }
            int room = decoder.contextLength() - decoder.length();
            if (room == 0) {
                return answer.end(FinishReason.CONTEXT_FULL);
            }
            ending = step(answer, drafts ? answer.draft(room - 1) : NO_DRAFT);
        }
        return answer.end(ending.get());
    }

    /// Reads the answer's newest token and what may follow it, chooses a token after each, and
    /// forgets what was guessed wrong. Tokens are chosen from the very logits that they would have
    /// been chosen from one by one, in the same order, so sampling is no other, either.
    private Optional<FinishReason> step(AnswerInProgress answer, int[] draft)
            throws DeviceException {
        int before = decoder.length();
        int[] ids =
                IntStream.concat(IntStream.of(answer.newestId()), IntStream.of(draft)).toArray();
        var rows = new float[ids.length * embedding.hiddenSize()];
        embedding.lookup(ids, rows);
        var logits = decoder.read(rows, IntStream.range(0, ids.length).toArray());
        for (int i = 0; i < ids.length; i++) {
            contents[before + i] = ids[i];
        }
        int accepted = 0;
        var ending = answer.accept(row(logits, 0, ids.length));
        while (ending.isEmpty()
                && accepted < draft.length
                && answer.newestId() == draft[accepted]) {
            accepted++;
            ending = answer.accept(row(logits, accepted, ids.length));
        }
        decoder.truncate(before + 1 + accepted);
        answer.ran(draft.length, accepted);
        return ending;
    }

    private static float[] row(float[] logits, int row, int rows) {
        int width = logits.length / rows;
        return rows == 1 ? logits : Arrays.copyOfRange(logits, row * width, (row + 1) * width);
    }

    /// @param longest most tokens that may be kept
    private int forgetAllButCommonPrefix(Prompt prompt, int longest) throws DeviceException {
        int most = Math.min(decoder.length(), longest);
        int common = 0;
        while (common < most && contents[common] == prompt.content(common)) {
            common++;
        }
        decoder.truncate(common);
        return common;
    }

    /// @return logits of the last token; empty if cancelled
    private Optional<float[]> prefill(
            Prompt prompt, GenerationListener listener, CancelToken cancel) throws DeviceException {
        var logits = new float[0];
        while (decoder.length() < prompt.length()) {
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            int to = Math.min(decoder.length() + CHUNK, prompt.length());
            logits = read(prompt, to, to - 1);
            listener.onPrefill(to, prompt.length());
        }
        return Optional.of(logits);
    }

    /// Reads a prompt's tokens up to `to`.
    ///
    /// @param wanted positions in the prompt whose logits are returned
    private float[] read(Prompt prompt, int to, int... wanted) throws DeviceException {
        int from = decoder.length();
        var within = Arrays.stream(wanted).map(at -> at - from).toArray();
        var logits = decoder.read(prompt.rows(from, to, embedding), within);
        for (int at = from; at < to; at++) {
            contents[at] = prompt.content(at);
        }
        return logits;
    }
}
