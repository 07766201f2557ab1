package dev.nunchi.bench.peers;

import dev.nunchi.engine.error.EngineException;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Contenders at the same work in turn: what else the machine does meets all of them, and a ratio
/// is of two figures that were taken one after the other.
///
/// @param model whose weights all of them have
/// @param ours is compared with each of the others
/// @param rounds of which medians are taken, `>= 1`
record Contest(String model, Contender ours, List<Contender> others, int rounds) {
    /// A contender's figures, one a round.
    private record Entry(Contender contender, List<Double> figures) {
        Entry(Contender contender) {
            this(contender, new ArrayList<>());
        }

        double median() {
            return Contest.median(figures);
        }
    }

    /// One row for each piece of work and peer: medians of both, median of the rounds' ratios, and
    /// the least and the greatest of them.
    void print(List<? extends Work> tasks, PrintStream out) throws EngineException, IOException {
        for (var work : tasks) {
            var mine = new Entry(ours);
            var theirs = others.stream().map(Entry::new).toList();
            measure(work, mine, theirs);
            theirs.forEach(entry -> out.println(row(work, mine, entry)));
        }
    }

    private void measure(Work work, Entry mine, List<Entry> theirs)
            throws EngineException, IOException {
        var inTurn = new ArrayList<Entry>();
        inTurn.add(mine);
        inTurn.addAll(theirs);
        for (int round = 0; round < rounds; round++) {
            for (var entry : inTurn) {
                entry.figures().add(entry.contender().measure(work));
            }
            Collections.reverse(inTurn); // whoever came last comes first
        }
    }

    private String row(Work work, Entry mine, Entry other) {
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(work.unit().ratio(mine.figures().get(round), other.figures().get(round)));
        }
        return "| %s | %s | %.1f %s | %s | %.1f %s | **%.2f** (%.2f–%.2f) |"
                .formatted(
                        model,
                        work.title(),
                        mine.median(),
                        work.unit(),
                        other.contender().name(),
                        other.median(),
                        work.unit(),
                        median(ratios),
                        Collections.min(ratios),
                        Collections.max(ratios));
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
