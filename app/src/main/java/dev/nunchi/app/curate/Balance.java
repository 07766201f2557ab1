package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a set holds enough of each kind, and as many noes as yeses. Confined to one thread.
///
/// A model that has learnt from nine yeses in ten answers yes without a look.
public final class Balance {
    /// A kind with fewer rows than this share of the commonest is rare.
    private static final double RARE_KIND = 0.2;

    /// An answer with less than this share of all yeses and noes is rare.
    private static final double RARE_ANSWER = 0.3;

    /// Fewer rows are a trial and no set.
    private static final int FEWEST = 20;

    private final Map<SampleType, Integer> kinds = new EnumMap<>(SampleType.class);
    private int yes;
    private int no;

    /// Counts a row.
    public void add(InstructionRow row) {
        kinds.merge(row.type(), 1, Integer::sum);
        for (var turn : row.turns()) {
            if (turn.role() == Role.ASSISTANT) {
                yes += Clause.isYes(turn.text()) ? 1 : 0;
                no += Clause.isNo(turn.text()) ? 1 : 0;
            }
        }
    }

    /// How many rows there are of each kind that occurs.
    public Map<SampleType, Integer> kinds() {
        return Map.copyOf(kinds);
    }

    /// Answers that begin with a yes.
    public int yes() {
        return yes;
    }

    /// Answers that begin with a no.
    public int no() {
        return no;
    }

    /// What is rare; a kind that does not occur at all is a decision and not told.
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        int rows = kinds.values().stream().mapToInt(Integer::intValue).sum();
        int most = kinds.values().stream().max(Comparator.naturalOrder()).orElse(0);
        if (rows >= FEWEST) {
            kinds.forEach((kind, count) ->
                    rare((double) count / most, RARE_KIND, kind.word() + " " + count)
                            .ifPresent(findings::add));
        }
        if (yes + no >= FEWEST) {
            double rarer = (double) Math.min(yes, no) / (yes + no);
            rare(rarer, RARE_ANSWER, "yes %d, no %d".formatted(yes, no)).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<Finding> rare(double share, double limit, String detail) {
        return share < limit
                ? Optional.of(Finding.of(CheckName.UNBALANCED, 0.5 * share / limit, detail))
                : Optional.empty();
    }
}
