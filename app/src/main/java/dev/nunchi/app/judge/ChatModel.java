package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.progress.CancelToken;

import java.util.Optional;

/// A model that answers, on this computer or behind a server: candidate, teacher or judge.
public interface ChatModel extends AutoCloseable {
    /// As reports name it.
    String name();

    /// How many questions it can work at together, 1 or more; at 1 it is asked on one thread.
    default int concurrency() throws EngineException, TeacherException {
        return 1;
    }

    /// How likely the model finds an answer to a question.
    ///
    /// @return empty if it cannot tell, as servers cannot
    default Optional<Score> score(Prompt prompt, String answer)
            throws EngineException, TeacherException {
        return Optional.empty();
    }

    /// @return empty when cancelled
    /// @throws EngineException if the picture cannot be read or the model fails
    /// @throws TeacherException if the server cannot go on
    Optional<String> reply(Prompt prompt, CancelToken cancel)
            throws EngineException, TeacherException;

    /// Lets what it holds go.
    @Override
    default void close() throws EngineException {}
}
