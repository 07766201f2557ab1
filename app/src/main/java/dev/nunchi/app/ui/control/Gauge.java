package dev.nunchi.app.ui.control;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/// A thin bar that shows how much of a whole is used, the part of the pictures set apart.
public final class Gauge extends Region {
    private static final PseudoClass FULL = PseudoClass.getPseudoClass("full");
    private static final double NEARLY_FULL = 0.9;

    private final Region pictures = new Region();
    private final Region rest = new Region();
    private double pictureShare;
    private double restShare;

    public Gauge() {
        getStyleClass().add("gauge");
        pictures.getStyleClass().add("gauge-pictures");
        rest.getStyleClass().add("gauge-rest");
        getChildren().addAll(pictures, rest);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    }

    /// @param pictureShare share of the whole that pictures take, `0..1`
    /// @param otherShare share that everything else takes, `0..1`
    public void show(double pictureShare, double otherShare) {
        this.pictureShare = Math.clamp(pictureShare, 0, 1);
        this.restShare = Math.clamp(otherShare, 0, 1 - this.pictureShare);
        pseudoClassStateChanged(FULL, this.pictureShare + restShare > NEARLY_FULL);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double first = snapSizeX(getWidth() * pictureShare);
        pictures.resizeRelocate(0, 0, first, getHeight());
        rest.resizeRelocate(first, 0, snapSizeX(getWidth() * restShare), getHeight());
    }
}
