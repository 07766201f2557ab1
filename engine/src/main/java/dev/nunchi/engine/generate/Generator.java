package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Tokenizer;

import java.util.ArrayList;
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

    private final RowReader reader;
    private final Lexicon lexicon;
    private final GenerationBatch batch;

    public Generator(Decoder decoder, TokenEmbedding embedding, Tokenizer tokenizer) {
        reader = new RowReader(decoder, embedding);
        lexicon = new Lexicon(tokenizer);
        batch = new GenerationBatch(reader, lexicon);
    }

    /// Where several prompts are answered at once; always the same one. Between two of its steps,
    /// the generator answers and scores as if there were none, in a row of the cache that the batch
    /// does not use.
    ///
    /// @return empty if the device's form of the decoder reads one sequence at a time
    public Optional<GenerationBatch> batch() {
        return reader.hasRows() ? Optional.of(batch) : Optional.empty();
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
        reader.requireFits(prompt);
        var request = new GenerationRequest(prompt, options, listener, cancel);
        var answer = new RowAnswer(reader, lexicon, request, batch.rows());
        var ended = Optional.<Generation>empty();
        while (ended.isEmpty()) {
            ended = answer.isRead() ? answer.step() : answer.readMore(CHUNK);
        }
        return ended.get();
    }

    /// How likely the model finds some of a prompt's tokens, each after all before it.
    ///
    /// @param targets positions; the first position cannot be one
    /// @return one for each target, in order; fewer if cancelled
    /// @throws IllegalArgumentException if the prompt is longer than the context or nothing is
    ///   asked
    public List<TokenScore> score(Prompt prompt, BitSet targets, CancelToken cancel)
            throws DeviceException {
        reader.requireFits(prompt);
        if (targets.isEmpty() || targets.get(0) || targets.length() > prompt.length()) {
            throw new IllegalArgumentException("targets " + targets);
        }
        int[] ids = prompt.history();
        int end = targets.length() - 1;
        var scores = new ArrayList<TokenScore>();
        int row = batch.rows();
        reader.keepCommonPrefix(row, prompt, targets.nextSetBit(0) - 1);
        while (reader.length(row) < end && !cancel.isCancelled()) {
            int from = reader.length(row);
            int to = scoredTo(from, targets);
            int[] wanted = IntStream.range(from, to).filter(at -> targets.get(at + 1)).toArray();
            if (wanted.length == 0) {
                reader.read(row, prompt, to, to - 1);
                continue;
            }
            var logits = reader.read(row, prompt, to, wanted);
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
}
