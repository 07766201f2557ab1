package dev.nunchi.app.curate;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.eval.ObjectWords;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Things that a row says are there, and that neither captions nor boxes support.
///
/// As CHAIR ([Object Hallucination in Image Captioning](https://arxiv.org/abs/1809.02156)), but by
/// what is claimed: a thing that is denied, or only asked about, is no claim; a "yes" claims what
/// was asked. A row without captions and boxes has nothing to be held against.
final class UnsupportedObjects implements RowCheck {
    private static final double CLAIMED = 0;
    private static final double TAKEN_FOR_GRANTED = 0.2;
    private static final double SUPPOSED = 0.6;

    @Override
    public List<Finding> check(InstructionRow row) {
        if (row.scene().captions().isEmpty() && row.scene().boxes().isEmpty()) {
            return List.of();
        }
        var known = new Known(row.scene());
        var findings = new ArrayList<Finding>();
        var turns = row.turns();
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).role() == Role.ASSISTANT) {
                findings.addAll(answer(i, turns.get(i).text(), row.type(), known));
            } else if (turns.get(i).role() == Role.USER && i + 1 < turns.size()) {
                findings.addAll(question(i, turns, known));
            }
        }
        return findings;
    }

    /// What captions and boxes support.
    private static final class Known {
        private final Set<String> things = new HashSet<>();
        private final Set<String> words = new HashSet<>();
        private final boolean described;

        Known(Scene scene) {
            described = !scene.captions().isEmpty();
            for (String caption : scene.captions()) {
                things.addAll(ObjectWords.supported(caption));
                words.addAll(TextWords.of(caption));
            }
            for (Box box : scene.boxes()) {
                things.addAll(ObjectWords.supported(box.category()));
                ObjectWords.category(box.category()).ifPresent(things::add);
                words.addAll(TextWords.of(box.category()));
            }
        }

        /// Boxes without captions say nothing about things that their data set does not mark.
        boolean supports(ObjectWords.Mention mention) {
            return mention.things().stream().anyMatch(things::contains)
                    || words.containsAll(TextWords.of(mention.word()))
                    || (!described
                            && mention.things().stream().noneMatch(ObjectWords::isUsuallyBoxed));
        }
    }

    private static List<Finding> answer(int turn, String text, SampleType type, Known known) {
        var findings = new ArrayList<Finding>();
        var told = new HashSet<Set<String>>();
        for (var clause : Clause.of(text)) {
            for (var mention : unsupported(clause.text(), known)) {
                var score = score(clause, type);
                if (score.isPresent() && told.add(mention.things())) {
                    findings.add(found(turn, score.get(), mention));
                }
            }
        }
        return findings;
    }

    private static Optional<Double> score(Clause clause, SampleType type) {
        return switch (clause.mood()) {
            case CLAIM -> Optional.of(CLAIMED);
            case DENIAL -> Optional.empty();
            // Reasoning goes beyond the picture: what one might bring along is no claim.
            case SUPPOSITION ->
                    type == SampleType.COMPLEX ? Optional.empty() : Optional.of(SUPPOSED);
        };
    }

    /// What a question takes for granted, or what a "yes" to it claims.
    private static List<Finding> question(int turn, List<SampleTurn> turns, Known known) {
        String question = turns.get(turn).text();
        String answer = turns.get(turn + 1).text();
        var asked = Clause.questionOf(question);
        boolean yes = Clause.isYes(answer);
        if (asked == Clause.Question.CHOICE
                || (asked == Clause.Question.YES_OR_NO && !yes)
                || Clause.denies(answer)) {
            return List.of();
        }
        double score = asked == Clause.Question.YES_OR_NO ? CLAIMED : TAKEN_FOR_GRANTED;
        var findings = new ArrayList<Finding>();
        for (var clause : Clause.of(question)) {
            boolean supposed = clause.mood() == Clause.Mood.SUPPOSITION;
            // "If it stood in a mirror …" takes no mirror for granted.
            if (!supposed || asked == Clause.Question.YES_OR_NO) {
                unsupported(clause.text(), known)
                        .forEach(mention -> findings.add(found(turn, score, mention)));
            }
        }
        return findings;
    }

    private static List<ObjectWords.Mention> unsupported(String text, Known known) {
        return ObjectWords.named(text).stream()
                .filter(mention -> !known.supports(mention))
                .toList();
    }

    private static Finding found(int turn, double score, ObjectWords.Mention mention) {
        return Finding.in(turn, CheckName.UNSUPPORTED_OBJECT, score, mention.word());
    }
}
