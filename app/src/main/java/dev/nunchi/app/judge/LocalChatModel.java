package dev.nunchi.app.judge;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;

/// A model of this computer.
///
/// @param name as reports have it, with that of the adapter
/// @param assistant is closed with this
/// @param adapter the name of one that it was opened with
public record LocalChatModel(String name, Assistant assistant, Optional<String> adapter)
        implements ChatModel {
    @Override
    public Optional<String> reply(Prompt prompt, CancelToken cancel) throws EngineException {
        var sampling =
                SamplingOptions.greedy()
                        .withTemperature(prompt.temperature())
                        .withSeed(prompt.seed());
        var plain =
                AnswerOptions.defaults().withMaxNewTokens(prompt.longest()).withSampling(sampling);
        var options = adapter.map(plain::withAdapter).orElse(plain);
        var answer = assistant.answer(asked(prompt), options, AnswerListener.NONE, cancel);
        return answer.finishReason() == FinishReason.CANCELLED
                ? Optional.empty()
                : Optional.of(answer.text().strip());
    }

    @Override
    public Optional<Score> score(Prompt prompt, String answer) throws EngineException {
        return Optional.of(assistant.score(asked(prompt), answer, adapter));
    }

    private static List<Turn> asked(Prompt prompt) throws EngineException {
        return List.of(
                prompt.picture().isPresent()
                        ? Turn.user(prompt.text(), PictureReader.read(prompt.picture().get()))
                        : Turn.user(prompt.text()));
    }

    @Override
    public void close() throws EngineException {
        assistant.close();
    }
}
