package dev.nunchi.app.ui.curate;

import dev.nunchi.app.ui.control.LyingBars;

import javafx.scene.layout.Region;

import java.util.List;

/// Bars each in up to four parts: kept, kept with changes, left out, the rest.
final class BarPlot {
    private static final double HEIGHT = 14;

    private BarPlot() {}

    /// One bar.
    ///
    /// @param parts rows of each part, in the order of the styles
    /// @param figure what stands at its end
    record Bar(String name, List<Part> parts, String figure) {
        Bar {
            parts = List.copyOf(parts);
        }

        int rows() {
            return parts.stream().mapToInt(Part::rows).sum();
        }
    }

    /// A part of a bar, with the style class that colours it.
    record Part(String style, int rows) {}

    static Region of(String title, List<Bar> bars) {
        int most = Math.max(1, bars.stream().mapToInt(Bar::rows).max().orElse(1));
        var rows =
                bars.stream()
                        .map(bar ->
                                new LyingBars.Row(
                                        bar.name(),
                                        new InParts(bar, most),
                                        bar.figure(),
                                        List.of()))
                        .toList();
        return new LyingBars(title, rows, "bar-plot");
    }

    private static final class InParts implements LyingBars.Bar {
        private final Bar bar;
        private final int most;
        private final List<Region> parts;

        /// @param most rows of the longest bar
        InParts(Bar bar, int most) {
            this.bar = bar;
            this.most = most;
            parts =
                    bar.parts().stream()
                            .map(part -> LyingBars.part("bar-part", part.style()))
                            .toList();
        }

        @Override
        public List<Region> parts() {
            return parts;
        }

        @Override
        public void place(double left, double room, double middle) {
            double x = left;
            for (int i = 0; i < parts.size(); i++) {
                double wide = bar.parts().get(i).rows() * room / most;
                double begin = Math.round(x);
                double end = Math.round(x + wide);
                // Few of many are still seen.
                double shown = wide > 0 ? Math.max(1, end - begin) : 0;
                parts.get(i).resizeRelocate(begin, Math.round(middle - HEIGHT / 2), shown, HEIGHT);
                x += wide;
            }
        }
    }
}
