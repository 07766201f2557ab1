package dev.nunchi.engine.data;

import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a conversation teaches, where neither a field nor the file's name says so.
///
/// The paper's three kinds differ in form: conversations have several short exchanges; detailed
/// descriptions answer one request to describe; complex reasoning is one long answer to a question
/// of another kind.
final class TypeGuess {
    private static final Set<String> BRIEF =
            Set.of("brief", "briefly", "short", "shortly", "concise", "caption", "summary");
    private static final Set<String> DESCRIBE =
            Set.of("describe", "description", "detail", "detailed", "depict", "characterise");

    /// Shorter answers are facts, not reasoning.
    private static final int REASONING_CHARACTERS = 200;

    private TypeGuess() {}

    /// What the names of LLaVA's own files say: `conversation_58k.json`, `detail_23k.json`,
    /// `complex_reasoning_77k.json`.
    static Optional<SampleType> ofFile(Path file) {
        return SampleType.parse(String.valueOf(file.getFileName()));
    }

    /// @param turns checked
    static SampleType of(List<SampleTurn> turns) {
        var spoken = turns.stream().filter(turn -> turn.role() != Role.SYSTEM).toList();
        if (spoken.size() == 1) {
            return SampleType.CAPTION;
        }
        if (spoken.size() > 2) {
            return SampleType.CONVERSATION;
        }
        var words = List.of(spoken.getFirst().text().toLowerCase(Locale.ROOT).split("\\W+"));
        boolean longAnswer = spoken.getLast().text().length() >= REASONING_CHARACTERS;
        if (words.stream().anyMatch(DESCRIBE::contains)
                || words.stream().anyMatch(BRIEF::contains)) {
            return longAnswer ? SampleType.DETAIL : SampleType.CAPTION;
        }
        return longAnswer ? SampleType.COMPLEX : SampleType.CONVERSATION;
    }
}
