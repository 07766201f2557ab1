package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleType;

import java.util.List;

/// What a teacher is told for one kind of instruction, in one language.
///
/// @param version rises with each change: rows say what they were written with
/// @param system how to write
/// @param examples in the order in which they are shown
public record PromptSet(
        SampleType kind,
        TeachingLanguage language,
        int version,
        String system,
        List<Example> examples) {
    public PromptSet {
        examples = List.copyOf(examples);
    }

    /// As provenance has it, e.g. `conversation_en@1`.
    public String label() {
        return kind.word() + "_" + language.word() + "@" + version;
    }

    /// The next version, changed by a person.
    public PromptSet changed(String newSystem, List<Example> newExamples) {
        return new PromptSet(kind, language, version + 1, newSystem, newExamples);
    }
}
