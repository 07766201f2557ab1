package dev.nunchi.app.teach.prompt;

import dev.nunchi.engine.data.SampleTurn;

import java.util.List;

/// What a language model's answer is worth: see [AnswerReader].
sealed interface TeacherAnswer {
    /// A conversation that can be used.
    record Usable(List<SampleTurn> turns) implements TeacherAnswer {
        public Usable {
            turns = List.copyOf(turns);
        }
    }

    /// What is wrong.
    record Unusable(Fault fault) implements TeacherAnswer {}

    /// What can be wrong with an answer, so that a model can be told.
    enum Fault {
        /// No question and answer with their labels.
        NO_EXCHANGE,
        /// All exchanges speak of boxes, coordinates or captions.
        LEAK,
        /// It says that it cannot see or help.
        REFUSAL,
        /// Most of it is in another language.
        LANGUAGE,
        /// Descriptions and explanations of a few words.
        TOO_SHORT,
        /// The same words over and over.
        REPETITION
    }
}
