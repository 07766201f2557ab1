package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.progress.Stage;

/// What the program is doing, in a few words.
public final class StageWords {
    private StageWords() {}

    static String of(ChatState state, Messages messages) {
        return switch (state) {
            case ChatState.LoadingModel loading -> of(loading.stage(), messages);
            case ChatState.Answering answering -> of(answering.stage(), messages);
            case ChatState.NoModel _,
                    ChatState.Lent _,
                    ChatState.Ready _,
                    ChatState.EncodingPicture _,
                    ChatState.Failed _ ->
                    "";
        };
    }

    public static String of(Stage stage, Messages messages) {
        return messages.text(
                switch (stage) {
                    case COPYING_MODEL -> "chat.stage.copying";
                    case QUANTISING_MODEL -> "chat.stage.quantising";
                    case CHECKING_MODEL -> "chat.stage.checking";
                    case COMPILING_MODEL -> "chat.stage.compiling";
                    case LOADING_MODEL -> "chat.stage.loading";
                    case READING_PICTURE -> "chat.stage.readingPicture";
                    case ENCODING_PICTURE -> "chat.stage.encodingPicture";
                    case READING_PROMPT -> "chat.stage.readingPrompt";
                    case ANSWERING -> "chat.stage.answering";
                    case READING_DATA -> "chat.stage.readingData";
                    case EVALUATING -> "chat.stage.evaluating";
                    case MEASURING_STEPS -> "chat.stage.measuringSteps";
                });
    }
}
