package dev.nunchi.app.ui.train;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The losses of a run as they come: of each step, smoothed, and on the validation rows.
///
/// The smoothed curve is the exponential moving average `s = β·s + (1 − β)·loss`, shown as `s / (1
/// − βᵗ)`, so that it does not begin at zero; `β` = [#SMOOTHING].
public final class LossCurve {
    /// Averages about the last twenty steps.
    static final double SMOOTHING = 0.95;

    /// @param step from 1
    /// @param loss mean over the target tokens, in nats
    public record Point(long step, double loss) {}

    private final List<Point> raw = new ArrayList<>();
    private final List<Point> smoothed = new ArrayList<>();
    private final List<Point> validation = new ArrayList<>();
    private long length;
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();

    /// Adds a step's loss. What was known of this step and later ones is dropped: a run that goes
    /// on from a snapshot comes by there again.
    void addStep(long step, double loss) {
        dropFrom(step);
        int count = smoothed.size();
        double sum = count == 0 ? 0 : smoothed.getLast().loss() * (1 - Math.pow(SMOOTHING, count));
        sum = SMOOTHING * sum + (1 - SMOOTHING) * loss;
        raw.add(new Point(step, loss));
        smoothed.add(new Point(step, sum / (1 - Math.pow(SMOOTHING, count + 1))));
        changed();
    }

    /// Adds the loss on the validation rows after a step.
    void addValidation(long step, double loss) {
        validation.removeIf(point -> point.step() >= step);
        validation.add(new Point(step, loss));
        changed();
    }

    /// How many steps the run will have; 0 if that is not known.
    long length() {
        return length;
    }

    void expect(long steps) {
        length = steps;
    }

    void clear() {
        length = 0;
        raw.clear();
        smoothed.clear();
        validation.clear();
        changed();
    }

    List<Point> raw() {
        return raw;
    }

    List<Point> smoothed() {
        return smoothed;
    }

    List<Point> validation() {
        return validation;
    }

    /// The lowest loss on the validation rows.
    Optional<Point> best() {
        return validation.stream().min(Comparator.comparingDouble(Point::loss));
    }

    /// Counts the changes.
    ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    private void dropFrom(long step) {
        while (!raw.isEmpty() && raw.getLast().step() >= step) {
            raw.removeLast();
            smoothed.removeLast();
        }
        validation.removeIf(point -> point.step() >= step);
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }
}
