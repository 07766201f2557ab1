package dev.nunchi.engine.eval;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Knows the captions of pictures by their grey level, in steps of 20: says the first, and takes it
/// for likely.
final class ScriptedSight implements Assistant {
    private static final int STEP = 20;

    private final List<List<String>> captions;
    private final List<String> questions = new ArrayList<>();

    ScriptedSight(List<List<String>> captions) {
        this.captions = captions;
    }

    /// What was asked, in order.
    List<String> questions() {
        return questions;
    }

    @Override
    public ModelInfo info() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public void prepare(Picture picture, Progress progress, CancelToken cancel) {}

    @Override
    public PictureLook look(Picture picture, int pictures) {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel) {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public TokenUsage count(List<Turn> conversation) {
        return new TokenUsage(1, 1, 0);
    }

    @Override
    public Answer answer(
            List<Turn> conversation,
            AnswerOptions options,
            AnswerListener listener,
            CancelToken cancel) {
        questions.add(conversation.getLast().text());
        var reason = cancel.isCancelled() ? FinishReason.CANCELLED : FinishReason.STOP;
        return new Answer(
                seen(conversation).getFirst(),
                reason,
                count(conversation),
                new AnswerTiming(0, 0, 0, 0, 0));
    }

    /// One nat a token for a caption of the picture, two for another; tokens are words and the end.
    @Override
    public Score score(List<Turn> conversation, String answer, Optional<String> adapter) {
        questions.add(conversation.getLast().text());
        int tokens = answer.split(" ").length + 1;
        double nats = seen(conversation).contains(answer) ? 1 : 2;
        return new Score(-nats * tokens, tokens);
    }

    private List<String> seen(List<Turn> conversation) {
        var picture = conversation.getLast().pictures().getFirst();
        return captions.get((picture.rgb()[0] & 0xFF) / STEP);
    }

    @Override
    public void close() {}
}
