package dev.nunchi.engine.generate;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Tokenizer;

import java.util.Optional;

/// Makes answers with a decoder: prefill, then a token at a time.
///
/// Remembers what the decoder's cache holds and reads of the next prompt only what is new. Confined
/// to one thread at a time; owns nothing.
public final class Generator {
    /// Tokens read in one run: cancelling waits for one run, and the attention's scratch grows with
    /// it.
    private static final int CHUNK = 256;

    private final Decoder decoder;
    private final TokenEmbedding embedding;
    private final Tokenizer tokenizer;
    private final long[] contents;

    public Generator(Decoder decoder, TokenEmbedding embedding, Tokenizer tokenizer) {
        this.decoder = decoder;
        this.embedding = embedding;
        this.tokenizer = tokenizer;
        this.contents = new long[decoder.contextLength()];
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
        if (prompt.length() < 1 || prompt.length() > decoder.contextLength()) {
            throw new IllegalArgumentException(
                    "a prompt of %d tokens in a context of %d"
                            .formatted(prompt.length(), decoder.contextLength()));
        }
        var answer = new AnswerInProgress(prompt, options, listener, tokenizer.stream());
        answer.reused(forgetAllButCommonPrefix(prompt));
        var logits = prefill(prompt, listener, cancel);
        if (logits.isEmpty()) {
            return answer.end(FinishReason.CANCELLED);
        }
        answer.prefilled();
        return decode(answer, logits.get(), cancel);
    }

    private Generation decode(AnswerInProgress answer, float[] firstLogits, CancelToken cancel)
            throws DeviceException {
        var ending = answer.accept(firstLogits);
        while (ending.isEmpty()) {
            if (cancel.isCancelled()) {
                return answer.end(FinishReason.CANCELLED);
            }
            if (decoder.length() == decoder.contextLength()) {
                return answer.end(FinishReason.CONTEXT_FULL);
            }
            ending = answer.accept(step(answer.newestId()));
        }
        return answer.end(ending.get());
    }

    private float[] step(int id) throws DeviceException {
        var row = new float[embedding.hiddenSize()];
        embedding.lookup(new int[] {id}, row);
        var logits = decoder.read(row, 0);
        contents[decoder.length() - 1] = id;
        return logits;
    }

    /// The last token is always read again: its logits are wanted.
    private int forgetAllButCommonPrefix(Prompt prompt) throws DeviceException {
        int most = Math.min(decoder.length(), prompt.length() - 1);
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
            int from = decoder.length();
            int to = Math.min(from + CHUNK, prompt.length());
            logits = decoder.read(prompt.rows(from, to, embedding), to - from - 1);
            for (int at = from; at < to; at++) {
                contents[at] = prompt.content(at);
            }
            listener.onPrefill(to, prompt.length());
        }
        return Optional.of(logits);
    }
}
