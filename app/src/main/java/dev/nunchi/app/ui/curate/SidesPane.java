package dev.nunchi.app.ui.curate;

import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Two parts side by side, or one above the other where there is little room.
final class SidesPane extends Pane {
    private static final double GAP = 24;
    private static final double SHARE = 0.46;
    private static final double SHARE_ABOVE = 0.42;

    private final Node first;
    private final Node second;
    private final double narrow;

    /// @param narrow the width below which the first stands above the second
    SidesPane(Node first, Node second, double narrow) {
        this.first = first;
        this.second = second;
        this.narrow = narrow;
        setMinSize(0, 0);
        getChildren().addAll(first, second);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        if (width < narrow) {
            double above = snapSizeY(height * SHARE_ABOVE);
            first.resizeRelocate(0, 0, width, above);
            second.resizeRelocate(0, above + GAP / 2, width, height - above - GAP / 2);
        } else {
            double left = snapSizeX((width - GAP) * SHARE);
            first.resizeRelocate(0, 0, left, height);
            second.resizeRelocate(left + GAP, 0, width - left - GAP, height);
        }
    }
}
