package dev.nunchi.engine.image;

import dev.nunchi.engine.storage.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Cuts a part out of a picture.
public final class Cut {
    private static final int RGB = 3;

    private Cut() {}

    /// The pixels of a region, as far as it lies in the picture; at least one.
    public static Picture of(Picture picture, Region region) {
        int left = clamp(Math.round(region.x()), picture.width() - 1);
        int top = clamp(Math.round(region.y()), picture.height() - 1);
        int right = clamp(Math.round(region.x() + region.width()), picture.width());
        int bottom = clamp(Math.round(region.y() + region.height()), picture.height());
        int width = Math.max(1, right - left);
        int height = Math.max(1, bottom - top);
        var rgb = new byte[RGB * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    picture.rgb(),
                    RGB * ((top + y) * picture.width() + left),
                    rgb,
                    RGB * y * width,
                    RGB * width);
        }
        return new Picture(width, height, rgb, picture.format(), hash(rgb, width));
    }

    private static int clamp(long value, int most) {
        return Math.clamp(value, 0, most);
    }

    private static String hash(byte[] rgb, int width) {
        var digest = Sha256.newDigest();
        digest.update(Integer.toString(width).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(rgb));
    }
}
