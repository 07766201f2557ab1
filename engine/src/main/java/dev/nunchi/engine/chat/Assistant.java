package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;

/// An open model that answers about pictures: conversation in, stream of text out.
///
/// Calls are serialised: one picture is encoded or one answer is made at a time, a second caller
/// waits; [#batch] makes several answers at once. Closing waits for the running call (cancel it
/// first) and frees all native memory.
public interface Assistant extends AutoCloseable {
    ModelInfo info();

    /// Encodes a picture ahead of the question, so that the answer need not wait for it. Features
    /// are kept by content hash; a picture that is kept already costs nothing. An answer with an
    /// adapter's projector has what takes time, the tower, behind it, too.
    ///
    /// @param progress hears of each tile that the tower has done
    /// @param cancel stops between two tiles; nothing is kept then
    /// @throws EngineException if the model takes no pictures or the device failed
    void prepare(Picture picture, Progress progress, CancelToken cancel) throws EngineException;

    /// What the model takes in of a picture, and as how many tokens. Runs nothing and need not wait
    /// for an answer.
    ///
    /// @param pictures how many the conversation shows: some models tile a picture only when it is
    ///   alone
    /// @throws EngineException if the model takes no pictures
    PictureLook look(Picture picture, int pictures) throws EngineException;

    /// How many tokens a conversation takes as a prompt, before it is sent. Does not run the model.
    ///
    /// @return with `newTokens` 0
    TokenUsage count(List<Turn> conversation) throws EngineException;

    /// Answers the last turn, or, if that is the assistant's, goes on with it: the answer then has
    /// the new text alone.
    ///
    /// A conversation that does not fit the context loses its oldest turns but the system turn; if
    /// what must stay does not fit, the answer is empty with `CONTEXT_FULL`.
    ///
    /// @param options may name an adapter that the model was opened with
    /// @return also when cancelled, with what there was of it
    Answer answer(
            List<Turn> conversation,
            AnswerOptions options,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException;

    /// Where several conversations are answered at once, which gives more tokens a second in all.
    /// One after another where the assistant cannot do better.
    ///
    /// @param most answers at once, `>= 1`
    default AnswerBatch batch(int most) {
        return new OneByOne(this);
    }

    /// How likely the model by itself finds an answer: [#score(List, String, Optional)] without an
    /// adapter.
    default Score score(List<Turn> conversation, String answer) throws EngineException {
        return score(conversation, answer, Optional.empty());
    }

    /// How likely the model finds an answer to the last turn, which must be the user's: what its
    /// training makes small. The whole conversation is read, nothing is dropped.
    ///
    /// @param adapter the name of one that the model was opened with
    /// @throws EngineException if conversation and answer do not fit the context, or as above
    Score score(List<Turn> conversation, String answer, Optional<String> adapter)
            throws EngineException;

    /// How much each word of an answer owes to the conversation's pictures. Reads the conversation
    /// twice and makes features of pictures in which nothing can be recognised.
    ///
    /// @param conversation ends with the user's turn and has at least one picture
    /// @param answer what was answered to it
    /// @param adapter the name of one that the model was opened with
    /// @return empty if cancelled
    /// @throws EngineException if the pictures do not fit the context, or the device failed
    Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel)
            throws EngineException;

    @Override
    void close();
}
