package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Whose answers are measured.
public sealed interface Candidate {
    /// As reports name it; those of one evaluation differ.
    String name();

    /// A model that is asked now.
    ///
    /// @param opener is called once its turn comes, so that one model at a time takes memory
    record Asked(String name, Opener opener) implements Candidate {}

    /// Opens a model; the caller closes it.
    @FunctionalInterface
    interface Opener {
        ChatModel open() throws EngineException, TeacherException;
    }

    /// Answers that were given before. There is no blind baseline for them: nobody can be asked.
    ///
    /// @param answers by the ids of items
    record Recorded(String name, Map<String, String> answers) implements Candidate {
        public Recorded {
            answers = Map.copyOf(answers);
        }

        /// Reads a file in LLaVA's layout: JSON lines with `question_id` and `text`.
        public static Recorded read(Path file) throws EngineException {
            var answers = new HashMap<String, String>();
            for (var line : JsonLines.read(file)) {
                answers.put(line.string("question_id"), line.json().path("text").asString(""));
            }
            String name = String.valueOf(file.getFileName());
            if (answers.isEmpty()) {
                throw new DataException(name, 0, "holds no answer");
            }
            return new Recorded(name.replaceFirst("\\.jsonl?$", ""), answers);
        }
    }
}
