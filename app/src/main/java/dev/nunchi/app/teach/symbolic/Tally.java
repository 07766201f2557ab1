package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Box;

import java.util.Collections;
import java.util.List;

/// All things of one category in a picture.
///
/// @param boxes largest first; none for what is not there
/// @param trust whether there are as many things as boxes
record Tally(Noun noun, List<Box> boxes, Trust trust) {
    /// What a number of boxes is worth.
    enum Trust {
        /// Each box is around one thing.
        COUNTED,
        /// A box is around a group, or captions speak of another number.
        UNSURE
    }

    Tally {
        boxes = List.copyOf(boxes);
    }

    static Tally absent(Noun noun) {
        return new Tally(noun, List.of(), Trust.COUNTED);
    }

    /// As many of the same, to speak of another number of them.
    Tally ofCount(int count) {
        return new Tally(noun, Collections.nCopies(count, box()), Trust.COUNTED);
    }

    int count() {
        return boxes.size();
    }

    /// Whether the count can be said: few enough, and nothing speaks against it.
    boolean isExact() {
        return trust == Trust.COUNTED && count() <= Wording.COUNTED;
    }

    /// Whether sentences name one thing.
    boolean isOne() {
        return isExact() && count() == 1;
    }

    double area() {
        return boxes.stream().mapToDouble(Box::area).sum();
    }

    /// Whether there is one, large enough that nobody asks which is meant.
    boolean isSingle() {
        return boxes.size() == 1 && isExact() && boxes.getFirst().area() >= 0.004;
    }

    Box box() {
        return boxes.getFirst();
    }
}
