package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.progress.CancelToken;

import java.util.Optional;

/// A model that is opened when it is asked first, so that work which is complete opens none.
///
/// [RowWork] asks for nothing, not even how much a model can take at once, when no row is missing.
final class OnDemand implements ChatModel {
    private final Candidate.Asked who;
    private Optional<ChatModel> open = Optional.empty();

    OnDemand(Candidate.Asked who) {
        this.who = who;
    }

    @Override
    public String name() {
        return who.name();
    }

    @Override
    public int concurrency() throws EngineException, TeacherException {
        return model().concurrency();
    }

    @Override
    public Optional<String> reply(Prompt prompt, CancelToken cancel)
            throws EngineException, TeacherException {
        return model().reply(prompt, cancel);
    }

    @Override
    public Optional<Score> score(Prompt prompt, String answer)
            throws EngineException, TeacherException {
        return model().score(prompt, answer);
    }

    /// The calls of several threads come after [#concurrency], which has opened it.
    private ChatModel model() throws EngineException, TeacherException {
        if (open.isEmpty()) {
            open = Optional.of(who.opener().open());
        }
        return open.get();
    }

    @Override
    public void close() throws EngineException {
        if (open.isPresent()) {
            open.get().close();
        }
    }
}
