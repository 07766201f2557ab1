package dev.nunchi.app.teach;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.data.CaptionText;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;

/// Lets a local model that sees pictures write their captions.
///
/// @param adapter the name of one that the assistant was opened with
public record ModelCaptioner(String name, Assistant assistant, Optional<String> adapter)
        implements Captioner {
    private static final String QUESTION = "Describe the image briefly.";
    private static final int LONGEST = 60;

    @Override
    public Scene complete(Scene scene, CancelToken cancel) throws TeacherException {
        var options = AnswerOptions.defaults().withMaxNewTokens(LONGEST);
        try {
            var turn = Turn.user(QUESTION, PictureReader.read(scene.picture()));
            var answer =
                    assistant.answer(
                            List.of(turn),
                            adapter.map(options::withAdapter).orElse(options),
                            AnswerListener.NONE,
                            cancel);
            String caption = CaptionText.tidy(answer.text());
            return caption.isEmpty() || cancel.isCancelled()
                    ? scene
                    : new Scene(scene.picture(), List.of(caption), scene.boxes());
        } catch (EngineException e) {
            throw new TeacherException(TeacherException.Reason.MODEL, e);
        }
    }
}
