package dev.nunchi.app.ui.curate;

import dev.nunchi.app.store.ReviewTally;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/// A thin bar: what was kept, what was kept with changes, what was left out; the rest is undecided.
final class TallyBar extends Region {
    private final Region accepted = part("accepted");
    private final Region edited = part("edited");
    private final Region rejected = part("rejected");
    private ReviewTally tally = ReviewTally.NONE;

    TallyBar() {
        getStyleClass().add("tally-bar");
        getChildren().addAll(accepted, edited, rejected);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    }

    private static Region part(String style) {
        var part = new Region();
        part.getStyleClass().add(style);
        part.setManaged(false);
        return part;
    }

    void show(ReviewTally now) {
        tally = now;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double rows = Math.max(1, tally.rows());
        double x = 0;
        x = place(accepted, x, tally.accepted() / rows);
        x = place(edited, x, tally.edited() / rows);
        place(rejected, x, tally.rejected() / rows);
    }

    private double place(Region part, double x, double share) {
        double end = snapPositionX(x + share * getWidth());
        part.resizeRelocate(x, 0, end - x, getHeight());
        return end;
    }
}
