package dev.nunchi.app.settings;

import java.util.List;
import java.util.stream.IntStream;

/// How large everything in the window is: text, controls and the space between them.
///
/// @param percent of the usual size, `80..175`
public record Zoom(int percent) implements Comparable<Zoom> {
    public static final int LEAST = 80;
    public static final int MOST = 175;

    /// As it was designed.
    public static final Zoom USUAL = new Zoom(100);

    /// The sizes that are offered, ascending.
    public static final List<Zoom> STEPS =
            IntStream.of(80, 90, 100, 110, 125, 150, 175).mapToObj(Zoom::new).toList();

    public Zoom {
        if (percent < LEAST || percent > MOST) {
            throw new IllegalArgumentException("zoom " + percent + " not in 80..175");
        }
    }

    /// `1` for the usual size.
    public double factor() {
        return percent / 100.0;
    }

    /// The next step that is larger; this one if there is none.
    public Zoom larger() {
        return STEPS.stream().filter(step -> step.compareTo(this) > 0).findFirst().orElse(this);
    }

    /// The next step that is smaller; this one if there is none.
    public Zoom smaller() {
        return STEPS.reversed().stream()
                .filter(step -> step.compareTo(this) < 0)
                .findFirst()
                .orElse(this);
    }

    @Override
    public int compareTo(Zoom other) {
        return Integer.compare(percent, other.percent);
    }
}
