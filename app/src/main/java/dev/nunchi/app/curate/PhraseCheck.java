package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.text.Role;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks for phrases of a list, which comes with the program.
///
/// A line of the list is a score, who says it (`any`, or `answer`: the assistant alone) and a
/// regular expression, which ignores case.
final class PhraseCheck implements RowCheck {
    private static final String ANSWER = "answer";

    /// @param score of a row with this phrase
    /// @param inQuestions whether a person must not say it either
    private record Phrase(double score, boolean inQuestions, Pattern pattern) {}

    private final CheckName name;
    private final List<Phrase> phrases;

    private PhraseCheck(CheckName name, String list) {
        this.name = name;
        phrases = read(list);
    }

    /// Captions, boxes, and the other things that a teacher is told and a reader does not see.
    static PhraseCheck sourceMentions() {
        return new PhraseCheck(CheckName.MENTIONS_SOURCE, "source-mentions.txt");
    }

    /// Answers of a teacher that cannot or will not answer.
    static PhraseCheck refusals() {
        return new PhraseCheck(CheckName.REFUSAL, "refusals.txt");
    }

    private static List<Phrase> read(String list) {
        try (InputStream input = PhraseCheck.class.getResourceAsStream(list)) {
            if (input == null) {
                throw new IllegalStateException("no resource " + list);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(PhraseCheck::phrase)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }

    private static Phrase phrase(String line) {
        String[] parts = line.split(" ", 3);
        return new Phrase(
                Double.parseDouble(parts[0]),
                !parts[1].equals(ANSWER),
                Pattern.compile(parts[2], Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    @Override
    public List<Finding> check(InstructionRow row) {
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < row.turns().size(); i++) {
            var turn = row.turns().get(i);
            if (turn.role() != Role.SYSTEM) {
                worst(i, turn.role(), turn.text().replace('’', '\'')).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private Optional<Finding> worst(int turn, Role role, String text) {
        return phrases.stream()
                .filter(phrase -> phrase.inQuestions() || role == Role.ASSISTANT)
                .flatMap(phrase ->
                        phrase.pattern()
                                .matcher(text)
                                .results()
                                .limit(1)
                                .map(found ->
                                        Finding.in(turn, name, phrase.score(), found.group())))
                .min(Comparator.comparingDouble(Finding::score));
    }
}
