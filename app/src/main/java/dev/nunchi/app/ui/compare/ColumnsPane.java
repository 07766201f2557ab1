package dev.nunchi.app.ui.compare;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

import java.util.List;

/// Puts columns of one width beside each other, and in several rows of about as many where they
/// would become too narrow to read. All of a row are as high as the highest.
final class ColumnsPane extends Pane {
    private static final double NARROWEST = 260;
    private static final double GAP = 12;

    ColumnsPane() {
        setMinWidth(0);
    }

    void show(List<? extends Node> columns) {
        getChildren().setAll(columns);
    }

    /// How many stand in a row.
    static int perRow(int columns, double width) {
        int fitting =
                Math.clamp((int) ((width + GAP) / (NARROWEST + GAP)), 1, Math.max(1, columns));
        int rows = Math.ceilDiv(Math.max(1, columns), fitting);
        return Math.ceilDiv(Math.max(1, columns), rows);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        int columns = getChildren().size();
        return columns * NARROWEST + Math.max(0, columns - 1) * GAP;
    }

    @Override
    protected double computePrefHeight(double width) {
        double inner = width < 0 ? computePrefWidth(-1) : width;
        int perRow = perRow(getChildren().size(), inner);
        double height = 0;
        for (int from = 0; from < getChildren().size(); from += perRow) {
            height += rowHeight(from, perRow, columnWidth(inner, perRow)) + GAP;
        }
        return Math.max(0, height - GAP);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        int perRow = perRow(getChildren().size(), getWidth());
        double width = columnWidth(getWidth(), perRow);
        double y = 0;
        for (int from = 0; from < getChildren().size(); from += perRow) {
            double height = rowHeight(from, perRow, width);
            for (int i = from; i < Math.min(from + perRow, getChildren().size()); i++) {
                getChildren()
                        .get(i)
                        .resizeRelocate(
                                snapPositionX((i - from) * (width + GAP)), y, width, height);
            }
            y += height + GAP;
        }
    }

    private double columnWidth(double width, int perRow) {
        return snapSizeX((width - (perRow - 1) * GAP) / perRow);
    }

    private double rowHeight(int from, int count, double width) {
        return getChildren().subList(from, Math.min(from + count, getChildren().size())).stream()
                .mapToDouble(column -> snapSizeY(column.prefHeight(width)))
                .max()
                .orElse(0);
    }
}
