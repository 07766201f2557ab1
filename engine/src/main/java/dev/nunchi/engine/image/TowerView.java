package dev.nunchi.engine.image;

import java.util.List;

/// A picture as a vision tower takes it in, in levels that a person can look at again.
///
/// @param tiles what goes through the tower, in order; with tiling the whole picture first
public record TowerView(List<Tile> tiles) {
    /// Sides whose scales differ by less look the same.
    private static final double SAME_SCALE = 0.02;

    /// One input of the tower.
    ///
    /// @param pixels rendered back from the pixel values
    /// @param region the part of the original that it shows; beyond the original lies padding
    public record Tile(Picture pixels, Region region) {
        /// Whether one side was shrunk more than the other.
        boolean isSqueezed() {
            double across = pixels.width() / region.width();
            double down = pixels.height() / region.height();
            return Math.abs(across / down - 1) > SAME_SCALE;
        }
    }

    public TowerView {
        tiles = List.copyOf(tiles);
        if (tiles.isEmpty()) {
            throw new IllegalArgumentException("a view without a tile");
        }
    }

    /// Whether the first tile shows the picture in another shape than it has.
    public boolean isSqueezed() {
        return tiles.getFirst().isSqueezed();
    }

    /// Whether edges of the picture are in no tile.
    ///
    /// @param picture the original
    public boolean isCut(Picture picture) {
        return tiles.stream().noneMatch(tile -> covers(tile.region(), picture));
    }

    private static boolean covers(Region region, Picture picture) {
        return region.x() < 1
                && region.y() < 1
                && region.x() + region.width() > picture.width() - 1
                && region.y() + region.height() > picture.height() - 1;
    }

    /// Whether the first tile shows more than the picture: bars of one colour beside it.
    ///
    /// @param picture the original
    public boolean isPadded(Picture picture) {
        var region = tiles.getFirst().region();
        return region.x() < -1
                || region.y() < -1
                || region.x() + region.width() > picture.width() + 1
                || region.y() + region.height() > picture.height() + 1;
    }
}
