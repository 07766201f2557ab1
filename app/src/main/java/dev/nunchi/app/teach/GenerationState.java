package dev.nunchi.app.teach;

import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.engine.data.SampleType;

import java.util.EnumMap;
import java.util.Map;

/// How far a generation is.
///
/// @param total lessons in all
/// @param before rows of earlier runs
/// @param rows of this run, by kind
/// @param nothing lessons of this run without a row, by reason
public record GenerationState(
        int total, int before, Map<SampleType, Integer> rows, Map<Why, Integer> nothing) {
    public GenerationState {
        rows = Map.copyOf(rows);
        nothing = Map.copyOf(nothing);
    }

    /// Lessons that this run has worked at.
    public int worked() {
        return made() + nothing.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Rows of this run.
    public int made() {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Rows of all runs.
    public int kept() {
        return before + made();
    }

    /// Lessons that are behind it, `0..total`.
    public int done() {
        return before + worked() - nothing.getOrDefault(Why.CANCELLED, 0);
    }

    /// Whether nothing is left to do.
    public boolean isWhole() {
        return done() == total && !has(Why.FAILED);
    }

    /// Whether a lesson gave nothing for a reason.
    public boolean has(Why why) {
        return nothing.getOrDefault(why, 0) > 0;
    }

    /// Counts; for one thread.
    static final class Counter {
        private final int total;
        private final int before;
        private final Map<SampleType, Integer> rows = new EnumMap<>(SampleType.class);
        private final Map<Why, Integer> nothing = new EnumMap<>(Why.class);

        Counter(int total, int before) {
            this.total = total;
            this.before = before;
        }

        void row(SampleType kind) {
            rows.merge(kind, 1, Integer::sum);
        }

        void nothing(Why why) {
            nothing.merge(why, 1, Integer::sum);
        }

        GenerationState now() {
            return new GenerationState(total, before, rows, nothing);
        }
    }
}
