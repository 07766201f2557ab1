package dev.nunchi.app.ui.shell;

/// Long work that has ended.
///
/// @param name of the training or the model; empty for an answer: nothing of a conversation is told
public record News(Kind kind, String name) {
    /// What ended, and how.
    public enum Kind {
        TRAINING_ENDED,
        TRAINING_FAILED,
        MODEL_READY,
        MODEL_FAILED,
        ANSWER_READY,
        ANSWER_FAILED;

        /// Where the person finds more of it.
        public Page page() {
            return switch (this) {
                case TRAINING_ENDED, TRAINING_FAILED -> Page.TRAIN;
                case MODEL_READY, MODEL_FAILED -> Page.MODELS;
                case ANSWER_READY, ANSWER_FAILED -> Page.CHAT;
            };
        }

        /// The end of its key among the texts.
        String key() {
            return switch (this) {
                case TRAINING_ENDED -> "trained";
                case TRAINING_FAILED -> "trainingFailed";
                case MODEL_READY -> "modelReady";
                case MODEL_FAILED -> "modelFailed";
                case ANSWER_READY -> "answered";
                case ANSWER_FAILED -> "answerFailed";
            };
        }
    }
}
