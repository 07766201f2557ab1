package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An assistant on a model of this machine.
final class LocalAssistant implements Assistant {
    private final LocalModel model;

    /// Held by whoever runs the model, in the order of asking.
    private final Lock running = new ReentrantLock(true);

    /// Shared by all calls, so that closing waits for them.
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock(true);

    private boolean closed;

    /// @param model is closed with the assistant
    LocalAssistant(LocalModel model) {
        this.model = model;
    }

    @Override
    public ModelInfo info() {
        return model.info();
    }

    @Override
    public void prepare(Picture picture, Progress progress, CancelToken cancel)
            throws EngineException {
        var vision = vision();
        var watch = new TowerEncoder.Watch(progress, cancel);
        whileOpen(() -> alone(() -> vision.features(picture, 1, watch)));
    }

    @Override
    public PictureLook look(Picture picture, int pictures) throws EngineException {
        var vision = vision();
        return whileOpen(() -> vision.look(picture, pictures));
    }

    private VisionEncoder vision() throws UnsupportedModelException {
        return model.variants()
                .own()
                .vision()
                .orElseThrow(() ->
                        new UnsupportedModelException(
                                UnsupportedModelException.Reason.BLIND,
                                info().name(),
                                List.of("questions without pictures")));
    }

    @Override
    public TokenUsage count(List<Turn> conversation) throws EngineException {
        return whileOpen(() -> model.variants().own().layout().whole(conversation).usage(0));
    }

    @Override
    public Answer answer(
            List<Turn> conversation,
            AnswerOptions options,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException {
        if (conversation.stream().noneMatch(turn -> turn.role() == Role.USER)) {
            throw new IllegalArgumentException("there is no question to answer");
        }
        var run = new AnswerRun(model, options, listener, cancel);
        return whileOpen(() -> alone(() -> run.answer(conversation)));
    }

    @Override
    public Score score(List<Turn> conversation, String answer, Optional<String> adapter)
            throws EngineException {
        requireQuestion(conversation);
        var run = new ScoreRun(model, model.variants().get(adapter), CancelToken.none());
        return whileOpen(() -> alone(() -> Score.of(run.score(conversation, answer))));
    }

    @Override
    public Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel)
            throws EngineException {
        requireQuestion(conversation);
        if (conversation.stream().allMatch(turn -> turn.pictures().isEmpty())) {
            throw new IllegalArgumentException("no picture that could have been seen");
        }
        var run = new ScoreRun(model, model.variants().get(adapter), cancel);
        return whileOpen(() -> alone(() -> run.ground(conversation, answer)));
    }

    @Override
    public AnswerBatch batch(int most) {
        boolean together = most > 1 && model.variants().own().generator().batch().isPresent();
        return together ? new LocalBatch(model, this::enter, most) : Assistant.super.batch(most);
    }

    private void enter(LocalBatch.Work work) throws EngineException {
        whileOpen(() ->
                alone(() -> {
                    work.run();
                    return true;
                }));
    }

    private static void requireQuestion(List<Turn> conversation) {
        if (conversation.isEmpty() || conversation.getLast().role() != Role.USER) {
            throw new IllegalArgumentException("the last turn must be the user's");
        }
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            closed = true;
            model.close();
        } finally {
            life.writeLock().unlock();
        }
    }

    private interface Call<T> {
        T make() throws EngineException;
    }

    private <T> T whileOpen(Call<T> call) throws EngineException {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the assistant is closed");
            }
            return model.checkpoint().reading(call::make);
        } finally {
            life.readLock().unlock();
        }
    }

    private <T> T alone(Call<T> call) throws EngineException {
        running.lock();
        try {
            return call.make();
        } finally {
            running.unlock();
        }
    }
}
