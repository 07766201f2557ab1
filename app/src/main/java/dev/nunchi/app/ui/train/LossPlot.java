package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.train.LossCurve.Point;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;

import java.util.ArrayList;
import java.util.List;

/// Losses over steps: each step faint, smoothed in the accent, validation as dots. The pointer or,
/// with the focus, the arrow keys read out single steps; a screen reader hears the same sentence.
///
/// Drawn with shapes rather than on a canvas, so that the stylesheet's tokens colour it.
final class LossPlot extends Region {
    private static final double HEIGHT = 220;
    private static final double LEFT = 44;
    private static final double RIGHT = 12;
    private static final double TOP = 8;
    private static final double BOTTOM = 26;
    private static final double DOT = 4;
    private static final int ROWS = 5;
    private static final int COLUMNS = 6;

    private final LossCurve curve;
    private final Messages messages;
    private final Polyline raw = line("loss-raw");
    private final Polyline smoothed = line("loss-smoothed");
    private final Line cursor = new Line();
    private final Label reading = new Label();
    private int cursorIndex = -1;

    LossPlot(LossCurve curve, Messages messages) {
        this.curve = curve;
        this.messages = messages;
        getStyleClass().addAll("loss-plot", "focus-ring");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        cursor.getStyleClass().add("loss-cursor");
        reading.getStyleClass().addAll("small", "loss-reading");
        setOnMouseMoved(event -> moveTo(nearest(event.getX())));
        setOnMouseExited(_ -> moveTo(-1));
        addEventHandler(KeyEvent.KEY_PRESSED, this::moveByKey);
        curve.revisionProperty().when(sceneProperty().isNotNull()).subscribe(_ -> changed());
    }

    private static Polyline line(String style) {
        var line = new Polyline();
        line.getStyleClass().add(style);
        line.setManaged(false);
        return line;
    }

    private void changed() {
        cursorIndex = Math.min(cursorIndex, curve.raw().size() - 1);
        setAccessibleText(sentence());
        requestLayout();
    }

    private void moveByKey(KeyEvent event) {
        int last = curve.raw().size() - 1;
        if (last < 0) {
            return;
        }
        int now = cursorIndex < 0 ? last : cursorIndex;
        if (event.getCode() == KeyCode.LEFT) {
            moveTo(cursorIndex < 0 ? last : Math.max(0, now - 1));
            event.consume();
        } else if (event.getCode() == KeyCode.RIGHT) {
            moveTo(Math.min(last, now + 1));
            event.consume();
        }
    }

    private void moveTo(int index) {
        cursorIndex = index;
        setAccessibleText(sentence());
        requestLayout();
    }

    private int nearest(double x) {
        var points = curve.raw();
        if (points.isEmpty()) {
            return -1;
        }
        var frame = frame();
        int best = 0;
        for (int i = 1; i < points.size(); i++) {
            double before = Math.abs(frame.x(points.get(best).step()) - x);
            best = Math.abs(frame.x(points.get(i).step()) - x) < before ? i : best;
        }
        return best;
    }

    /// What the plot says, in one sentence.
    private String sentence() {
        if (curve.raw().isEmpty()) {
            return messages.text("train.plot.empty");
        }
        int index = cursorIndex < 0 ? curve.raw().size() - 1 : cursorIndex;
        var words =
                messages.text(
                        "train.plot.step",
                        curve.raw().get(index).step(),
                        figure(curve.raw().get(index)),
                        figure(curve.smoothed().get(index)));
        return curve.best()
                .map(best ->
                        words + " · " + messages.text("train.plot.best", figure(best), best.step()))
                .orElse(words);
    }

    private String figure(Point point) {
        return messages.formats().decimal(point.loss(), 3);
    }

    /// From data to places.
    private record Frame(Ticks steps, Ticks losses, double width, double height) {
        double x(double step) {
            double share = (step - steps.first()) / (steps.last() - steps.first());
            return LEFT + share * (width - LEFT - RIGHT);
        }

        double y(double loss) {
            double share = (loss - losses.first()) / (losses.last() - losses.first());
            return height - BOTTOM - Math.clamp(share, 0, 1) * (height - TOP - BOTTOM);
        }
    }

    private Frame frame() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (var points : List.of(curve.raw(), curve.validation())) {
            for (Point point : points) {
                least = Math.min(least, point.loss());
                greatest = Math.max(greatest, point.loss());
            }
        }
        long last =
                Math.max(curve.length(), curve.raw().isEmpty() ? 1 : curve.raw().getLast().step());
        return new Frame(
                Ticks.around(0, Math.max(last, COLUMNS), COLUMNS),
                least > greatest ? Ticks.around(0, 1, ROWS) : Ticks.around(least, greatest, ROWS),
                getWidth(),
                getHeight());
    }

    @Override
    protected void layoutChildren() {
        getChildren().clear();
        var frame = frame();
        frame.losses().values().forEach(loss -> addRow(frame, loss));
        frame.steps().values().forEach(step -> addColumn(frame, step));
        raw.getPoints().setAll(envelope(curve.raw(), frame));
        smoothed.getPoints().setAll(envelope(curve.smoothed(), frame));
        getChildren().addAll(raw, smoothed);
        curve.validation().forEach(point -> addDot(frame, point));
        if (cursorIndex >= 0) {
            addCursor(frame, curve.raw().get(cursorIndex));
        }
    }

    /// At most four coordinates a pixel: of more points, the least and the greatest of each pixel's
    /// column.
    private static List<Double> envelope(List<Point> points, Frame frame) {
        var coordinates = new ArrayList<Double>();
        int i = 0;
        while (i < points.size()) {
            double x = frame.x(points.get(i).step());
            double top = frame.y(points.get(i).loss());
            double bottom = top;
            for (i++; i < points.size() && frame.x(points.get(i).step()) - x < 1; i++) {
                double y = frame.y(points.get(i).loss());
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
            coordinates.addAll(List.of(x, top));
            if (bottom > top) {
                coordinates.addAll(List.of(x, bottom));
            }
        }
        return coordinates;
    }

    private void addRow(Frame frame, double loss) {
        double y = Math.round(frame.y(loss)) + 0.5;
        var line = new Line(LEFT, y, frame.width() - RIGHT, y);
        line.getStyleClass().add("loss-grid");
        line.setManaged(false);
        getChildren().add(line);
        var label = label(messages.formats().decimal(loss, frame.losses().fractionDigits()));
        place(label, LEFT - 8 - label.prefWidth(-1), y, VPos.CENTER);
    }

    private void addColumn(Frame frame, double step) {
        var label = label(messages.formats().decimal(step, frame.steps().fractionDigits()));
        double width = label.prefWidth(-1);
        double x = Math.min(frame.x(step) - width / 2, frame.width() - width);
        place(label, x, frame.height() - BOTTOM + 6, VPos.TOP);
    }

    private Label label(String text) {
        var label = new Label(text);
        label.getStyleClass().addAll("muted", "small");
        label.setManaged(false);
        getChildren().add(label);
        label.applyCss();
        return label;
    }

    private static void place(Label label, double x, double y, VPos anchor) {
        double height = label.prefHeight(-1);
        double top = anchor == VPos.CENTER ? y - height / 2 : y;
        label.resizeRelocate(Math.round(x), Math.round(top), label.prefWidth(-1), height);
    }

    private void addDot(Frame frame, Point point) {
        var dot = new Circle(frame.x(point.step()), frame.y(point.loss()), DOT);
        boolean best = curve.best().filter(point::equals).isPresent();
        dot.getStyleClass().addAll("loss-dot", best ? "best" : "other");
        dot.setManaged(false);
        getChildren().add(dot);
    }

    private void addCursor(Frame frame, Point point) {
        double x = Math.round(frame.x(point.step())) + 0.5;
        cursor.setStartX(x);
        cursor.setEndX(x);
        cursor.setStartY(TOP);
        cursor.setEndY(frame.height() - BOTTOM);
        cursor.setManaged(false);
        reading.setText(
                messages.text(
                        "train.plot.reading",
                        point.step(),
                        figure(point),
                        figure(curve.smoothed().get(cursorIndex))));
        reading.setManaged(false);
        getChildren().addAll(cursor, reading);
        reading.applyCss();
        double width = reading.prefWidth(-1);
        double left = x + 8 + width > frame.width() ? x - 8 - width : x + 8;
        place(reading, Math.max(LEFT, left), TOP, VPos.TOP);
    }
}
