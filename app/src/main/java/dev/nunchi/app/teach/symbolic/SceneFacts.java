package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.symbolic.Tally.Trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What boxes say for certain about a picture.
final class SceneFacts {
    /// Boxes are drawn by hand: differences below this part of the picture say nothing.
    private static final double SLACK = 0.03;

    private static final double THIRD = 1.0 / 3;
    private static final double MOST = 0.6;
    private static final double NEAR = 0.05;
    private static final double CLEARLY_LARGER = 1.8;
    private static final double CLEARLY_NEARER = 0.7;

    private final Scene scene;
    private final List<Tally> tallies;

    SceneFacts(Scene scene) {
        this.scene = scene;
        var byThing = new LinkedHashMap<String, List<Box>>();
        scene.boxes().stream()
                .sorted(Comparator.comparingDouble(Box::area).reversed())
                .forEach(box ->
                        byThing.computeIfAbsent(box.thing(), _ -> new ArrayList<>()).add(box));
        tallies =
                byThing.entrySet().stream()
                        .map(entry -> tally(Noun.of(entry.getKey()), entry.getValue()))
                        .sorted(Comparator.comparingDouble(Tally::area).reversed())
                        .toList();
    }

    private Tally tally(Noun noun, List<Box> boxes) {
        boolean doubtful =
                boxes.stream().anyMatch(Box::isGroup)
                        || scene.captions().stream()
                                .anyMatch(caption -> noun.isOtherwiseIn(caption, boxes.size()));
        return new Tally(noun, boxes, doubtful ? Trust.UNSURE : Trust.COUNTED);
    }

    Scene scene() {
        return scene;
    }

    /// All things, by category, the largest area first.
    List<Tally> tallies() {
        return tallies;
    }

    /// Things of which there is one, so that `the dog` needs no more words.
    List<Tally> singles() {
        return tallies.stream().filter(Tally::isSingle).toList();
    }

    /// Things that can be counted.
    List<Tally> countable() {
        return tallies.stream().filter(Tally::isExact).toList();
    }

    /// Whether boxes or captions have it, or might mean it.
    boolean mayHave(Noun noun) {
        return tallies.stream().anyMatch(tally -> tally.noun().equals(noun))
                || noun.isSpokenOfIn(captionWords());
    }

    private Set<String> captionWords() {
        var words = new HashSet<String>();
        for (String caption : scene.captions()) {
            words.addAll(List.of(caption.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")));
        }
        return words;
    }

    /// The ninth of the picture that a box's middle is in, e.g. `left.upper`.
    ///
    /// @return empty if the middle is near a border between them, or the box fills the picture
    static Optional<String> zone(Box box) {
        if (fills(box)) {
            return Optional.empty();
        }
        var column = third(box.centerX(), "left", "right");
        var row = third(box.centerY(), "upper", "lower");
        return column.flatMap(c -> row.map(r -> c + "." + r));
    }

    private static Optional<String> third(double middle, String first, String last) {
        if (Math.abs(middle - THIRD) < SLACK || Math.abs(middle - 2 * THIRD) < SLACK) {
            return Optional.empty();
        }
        return Optional.of(middle < THIRD ? first : middle > 2 * THIRD ? last : "middle");
    }

    /// Whether a box covers most of the picture.
    static boolean fills(Box box) {
        return box.area() > MOST;
    }

    /// Whether a thing is wholly to one side of another: `left` or `right`.
    static Optional<String> side(Box x, Box y) {
        if (x.x1() <= y.x0() + SLACK && x.centerX() < y.centerX() - 2 * SLACK) {
            return Optional.of("left");
        }
        return y.x1() <= x.x0() + SLACK && y.centerX() < x.centerX() - 2 * SLACK
                ? Optional.of("right")
                : Optional.empty();
    }

    /// Whether a thing is wholly above another one, and not far off to its side.
    static boolean isAbove(Box x, Box y) {
        boolean overlap = Math.min(x.x1(), y.x1()) > Math.max(x.x0(), y.x0());
        return overlap && x.y1() <= y.y0() + SLACK && x.centerY() < y.centerY() - 2 * SLACK;
    }

    /// Whether two things of similar height stand side by side without a gap.
    static boolean areBeside(Box x, Box y) {
        double gap = Math.max(x.x0(), y.x0()) - Math.min(x.x1(), y.x1());
        double shared = Math.min(x.y1(), y.y1()) - Math.max(x.y0(), y.y0());
        double lower = Math.min(x.height(), y.height());
        double higher = Math.max(x.height(), y.height());
        return gap > -SLACK && gap < NEAR && shared > lower / 2 && higher < 3 * lower;
    }

    /// Whether a thing clearly takes up more of the picture.
    static boolean isLarger(Box x, Box y) {
        return x.area() > CLEARLY_LARGER * y.area();
    }

    /// The thing clearly nearest to another one, and the one after it.
    static Optional<List<Tally>> nearest(Tally from, List<Tally> others) {
        var byDistance =
                others.stream()
                        .filter(other -> !other.equals(from))
                        .sorted(
                                Comparator.comparingDouble(
                                        other -> distance(from.box(), other.box())))
                        .toList();
        if (byDistance.size() < 2) {
            return Optional.empty();
        }
        double first = distance(from.box(), byDistance.get(0).box());
        double second = distance(from.box(), byDistance.get(1).box());
        return first < CLEARLY_NEARER * second && second - first > 2 * SLACK
                ? Optional.of(byDistance.subList(0, 2))
                : Optional.empty();
    }

    /// Between middles, in parts of the picture.
    private static double distance(Box x, Box y) {
        return Math.hypot(x.centerX() - y.centerX(), x.centerY() - y.centerY());
    }
}
