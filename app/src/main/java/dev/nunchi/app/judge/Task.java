package dev.nunchi.app.judge;

import dev.nunchi.engine.data.SampleType;

import java.util.List;
import java.util.Optional;

/// What is expected of the answer to a question of a benchmark.
public sealed interface Task {
    /// A text: the paper's conversation, detail or complex reasoning.
    ///
    /// @param reference the answer of somebody who knows the picture; empty where none is known yet
    record Open(SampleType kind, Optional<String> reference) implements Task {}

    /// A short description, as people give it: captions.
    ///
    /// @param captions of people, one or more
    record Described(List<String> captions) implements Task {
        public Described {
            captions = List.copyOf(captions);
        }
    }

    /// A few words that people agree on: VQA.
    ///
    /// @param answers of people, one or more
    record Exact(List<String> answers) implements Task {
        public Exact {
            answers = List.copyOf(answers);
        }
    }

    /// Yes or no: POPE.
    record Presence(boolean present) implements Task {}
}
