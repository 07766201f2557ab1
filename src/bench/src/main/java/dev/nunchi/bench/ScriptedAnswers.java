package dev.nunchi.bench;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerMemory;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Says words by chance, a few milliseconds apart, in the place of a model.
final class ScriptedAnswers implements Assistant {
    private static final int WORDS = 12;
    private static final int LONGEST_PAUSE_NANOS = 4_000_000;

    private final Random random;

    ScriptedAnswers(Random random) {
        this.random = random;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("script", 100_000, 0, "none", List.of());
    }

    @Override
    public void prepare(Picture picture, Progress progress, CancelToken cancel) {
        throw new UnsupportedOperationException("a script prepares nothing");
    }

    @Override
    public PictureLook look(Picture picture, int pictures) {
        throw new UnsupportedOperationException("a script sees nothing");
    }

    @Override
    public TokenUsage count(List<Turn> conversation) {
        return new TokenUsage(conversation.size(), 0, 0);
    }

    @Override
    public Answer answer(
            List<Turn> conversation,
            AnswerOptions options,
            AnswerListener listener,
            CancelToken cancel) {
        var text = new StringBuilder("answer");
        listener.onText("answer");
        for (int i = random.nextInt(WORDS); i >= 0; i--) {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            String word = " " + Integer.toString(random.nextInt(), Character.MAX_RADIX);
            text.append(word);
            listener.onText(word);
        }
        return new Answer(
                text.toString(),
                FinishReason.STOP,
                new TokenUsage(1, 0, 1),
                new AnswerTiming(0, 0, 0, 0, 0),
                List.of(),
                new AnswerMemory(0, 0));
    }

    @Override
    public Score score(List<Turn> conversation, String answer, Optional<String> adapter) {
        throw new UnsupportedOperationException("a script has no likelihood");
    }

    @Override
    public Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel) {
        throw new UnsupportedOperationException("a script sees nothing");
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
