package dev.nunchi.engine.generate;

import dev.nunchi.engine.text.TokenStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The tokens of an answer as they come: chosen, turned into text, and watched for an end.
final class AnswerInProgress {
    private static final double NANOS_PER_MILLI = 1e6;

    private final GenerationOptions options;
    private final GenerationListener listener;
    private final Words words;
    private final Sampler sampler;
    private final StopStrings stopStrings;
    private final RepetitionGuard guard = new RepetitionGuard();
    private final Drafter drafter = new Drafter();
    private final List<Integer> ids = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<RuledAnswer> rule = Optional.empty();
    private final long start = System.nanoTime();
    private int[] history;
    private int historyLength;
    private int reusedTokens;
    private int runs;
    private double prefill;
    private double firstToken;
    private double lastToken;

    AnswerInProgress(
            Prompt prompt, GenerationOptions options, GenerationListener listener, Words words) {
        this.options = options;
        this.listener = listener;
        this.words = words;
        this.sampler = new Sampler(options.sampling());
        this.stopStrings = new StopStrings(options.stopStrings());
        this.history = prompt.history();
        this.historyLength = history.length;
    }

    /// What tokens say.
    ///
    /// @param stream of this answer
    /// @param texts of each token by itself
    record Words(TokenStream stream, TokenTexts texts) {}

    void keepTo(RuledAnswer ruled) {
        rule = Optional.of(ruled);
    }

    void reused(int tokens) {
        reusedTokens = tokens;
    }

    void prefilled() {
        prefill = elapsed();
    }

    int newestId() {
        return ids.getLast();
    }

    /// Guesses what comes after the newest token.
    ///
    /// @param room most tokens that fit the context
    int[] draft(int room) {
        int wanted = options.maxNewTokens() - ids.size() - 1;
        return drafter.draft(history, historyLength, Math.min(room, wanted));
    }

    /// Tells of a run of the decoder over the newest token and those that were drafted.
    ///
    /// @param accepted how many of these were chosen after it
    void ran(int drafted, int accepted) {
        runs++;
        if (drafted > 0) {
            drafter.judge(drafted, accepted);
        }
    }

    /// Chooses the next token.
    ///
    /// @return why the answer ends with it, if it does
    Optional<FinishReason> accept(float[] logits) {
        var left = rule.map(ruled -> ruled.only(logits)).orElse(logits);
        int id = sampler.sample(left, Arrays.copyOf(history, historyLength));
        lastToken = elapsed();
        if (ids.isEmpty()) {
            firstToken = lastToken;
        }
        if (options.stopIds().contains(id)) {
            return Optional.of(FinishReason.STOP);
        }
        ids.add(id);
        remember(id);
        rule.ifPresent(ruled -> ruled.accept(id));
        options.alternatives()
                .ifPresent(count ->
                        listener.onToken(TokenChoice.of(logits, id, count, words.texts())));
        show(stopStrings.accept(words.stream().accept(id)));
        return ending();
    }

    private Optional<FinishReason> ending() {
        if (stopStrings.found()) {
            return Optional.of(FinishReason.STOP);
        }
        if (isGreedy() && guard.circles(ids)) {
            return Optional.of(FinishReason.REPETITION);
        }
        return ids.size() == options.maxNewTokens()
                ? Optional.of(FinishReason.LENGTH)
                : Optional.empty();
    }

    private boolean isGreedy() {
        return options.sampling().temperature() == 0;
    }

    private void remember(int id) {
        if (historyLength == history.length) {
            history = Arrays.copyOf(history, 2 * historyLength);
        }
        history[historyLength++] = id;
    }

    private void show(String delta) {
        if (!delta.isEmpty()) {
            text.append(delta);
            listener.onText(delta);
        }
    }

    /// @param cacheBytes of prompt and answer in the cache
    Generation end(FinishReason reason, long cacheBytes) {
        show(stopStrings.accept(words.stream().flush()));
        show(stopStrings.flush());
        var timing = new Generation.Timing(prefill, firstToken, lastToken - firstToken);
        return new Generation(ids, text.toString(), reason, reusedTokens, runs, cacheBytes, timing);
    }

    private double elapsed() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
