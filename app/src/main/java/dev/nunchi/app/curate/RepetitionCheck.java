package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Answers that go round in circles, as those of small models do.
final class RepetitionCheck implements RowCheck {
    private static final double SCORE = 0.1;

    /// So often the same sentence, or the same few words in a row.
    private static final int TOO_OFTEN = 3;

    private static final int LONGEST_CIRCLE = 8;

    /// Single words are said twice for emphasis.
    private static final int WORD_TOO_OFTEN = 5;

    /// "Yes." may stand in each answer.
    private static final int SENTENCE_WORDS = 4;

    @Override
    public List<Finding> check(InstructionRow row) {
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < row.turns().size(); i++) {
            var turn = row.turns().get(i);
            if (turn.role() == Role.ASSISTANT) {
                int place = i;
                sentence(turn.text())
                        .or(() -> circle(turn.text()))
                        .map(what -> Finding.in(place, CheckName.REPETITION, SCORE, what))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<String> sentence(String text) {
        var counts = new HashMap<String, Integer>();
        return TextWords.sentences(text).stream()
                .filter(sentence -> TextWords.count(sentence) >= SENTENCE_WORDS)
                .filter(sentence -> counts.merge(sentence, 1, Integer::sum) >= TOO_OFTEN)
                .findFirst();
    }

    private static Optional<String> circle(String text) {
        var words = TextWords.of(text);
        for (int length = 1; length <= LONGEST_CIRCLE; length++) {
            int often = length == 1 ? WORD_TOO_OFTEN : TOO_OFTEN;
            int same = 0;
            for (int i = length; i < words.size(); i++) {
                same = words.get(i).equals(words.get(i - length)) ? same + 1 : 0;
                if (same >= length * (often - 1)) {
                    return Optional.of(String.join(" ", words.subList(i - length + 1, i + 1)));
                }
            }
        }
        return Optional.empty();
    }
}
