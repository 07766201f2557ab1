package dev.nunchi.app.judge.report;

import dev.nunchi.app.judge.Interval;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A document of a few kinds of blocks.
///
/// @param language of its words, as HTML names it: `en`, `ko`
public record Report(String title, String language, List<Block> blocks) {
    public Report {
        blocks = List.copyOf(blocks);
    }

    /// A part of a report.
    public sealed interface Block {}

    public record Heading(String text) implements Block {}

    /// How something was done, for who wants to look it up.
    public record Method(String title, List<String> paragraphs) implements Block {
        public Method {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    public record Paragraph(String text) implements Block {}

    /// What a reader must not miss.
    public record Warning(String text) implements Block {}

    /// @param caption says what the table shows
    /// @param rows as long as the head
    public record Table(String caption, List<String> head, List<List<String>> rows)
            implements Block {
        public Table {
            head = List.copyOf(head);
            rows = List.copyOf(rows);
        }
    }

    /// Bars from 0 to a common end.
    ///
    /// @param end what the longest possible bar stands for, above 0
    public record Chart(String title, double end, List<Bar> bars) implements Block {
        public Chart {
            bars = List.copyOf(bars);
        }

        /// As long as its longest bar, or the interval that reaches beyond it.
        static Chart fitted(String title, List<Bar> bars) {
            double end =
                    bars.stream()
                            .mapToDouble(
                                    bar -> bar.interval().map(Interval::high).orElse(bar.value()))
                            .max()
                            .orElse(1);
            return new Chart(title, end > 0 ? end : 1, bars);
        }
    }

    /// @param text the value as it is written
    /// @param interval empty for none
    public record Bar(
            String label, double value, String text, Optional<Interval> interval, Tone tone) {}

    /// What a bar stands for.
    public enum Tone {
        CANDIDATE,
        BASELINE
    }

    /// A question with all answers, beside its picture.
    ///
    /// @param picture a file; one that cannot be read is left out
    public record SideBySide(Path picture, String question, List<Saying> sayings) implements Block {
        public SideBySide {
            sayings = List.copyOf(sayings);
        }
    }

    public record Saying(String who, String text) {}
}
