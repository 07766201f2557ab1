package dev.nunchi.engine.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/// Takes 8-bit RGB from a decoded image by its stored samples.
///
/// The samples are read from the raster and not through `getRGB`, which takes grey for linear light
/// and would change it by up to 73 levels. Colour profiles are not applied, as the reference
/// processors do not. Deeper samples keep their upper 8 bits; transparency is laid on white.
final class RgbRaster {
    private RgbRaster() {}

    /// @return `3 · width · height` bytes; may be the image's own memory, so that the image must
    ///   not be used again
    static byte[] rgb(BufferedImage image) {
        var colours = image.getColorModel();
        var raster = image.getRaster();
        boolean samples = colours instanceof ComponentColorModel && raster.getNumBands() <= 4;
        if (samples && isTightRgb(raster)) {
            return inRgbOrder(raster);
        }
        var rgb = new byte[Math.multiplyExact(3 * image.getWidth(), image.getHeight())];
        for (int y = 0; y < image.getHeight(); y++) {
            int at = 3 * y * image.getWidth();
            if (samples) {
                sampledRow(raster, y, layout(colours), rgb, at);
            } else if (colours instanceof IndexColorModel palette) {
                paletteRow(raster, y, palette, rgb, at);
            } else {
                convertedRow(image, y, rgb, at);
            }
        }
        return rgb;
    }

    private static boolean isTightRgb(Raster raster) {
        return raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte data
                && model.getNumBands() == 3
                && model.getPixelStride() == 3
                && model.getScanlineStride() == 3 * raster.getWidth()
                && data.getSize() == 3 * raster.getWidth() * raster.getHeight()
                && data.getOffset() == 0
                && raster.getSampleModelTranslateX() == 0
                && raster.getSampleModelTranslateY() == 0
                && model.getBandOffsets()[1] == 1;
    }

    private static byte[] inRgbOrder(Raster raster) {
        var model = (PixelInterleavedSampleModel) raster.getSampleModel();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        if (model.getBandOffsets()[0] == 2) {
            for (int i = 0; i < data.length; i += 3) {
                byte blue = data[i];
                data[i] = data[i + 2];
                data[i + 2] = blue;
            }
        }
        return data;
    }

    private enum Layout {
        GREY(1),
        RGB(3),
        CMYK(4);

        private final int colours;

        Layout(int colours) {
            this.colours = colours;
        }
    }

    private static Layout layout(ColorModel colours) {
        if (colours.getNumColorComponents() < 3) {
            return Layout.GREY;
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_CMYK ? Layout.CMYK : Layout.RGB;
    }

    private static void sampledRow(Raster raster, int y, Layout layout, byte[] rgb, int start) {
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(0, y, raster.getWidth(), 1, (int[]) null);
        int depth = raster.getSampleModel().getSampleSize(0);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = level(samples[i], depth);
        }
        int at = start;
        for (int i = 0; i < samples.length; i += bands) {
            int alpha = layout.colours < bands ? samples[i + layout.colours] : 255;
            for (int channel = 0; channel < 3; channel++) {
                int level =
                        switch (layout) {
                            case GREY -> samples[i];
                            case RGB -> samples[i + channel];
                            case CMYK -> withoutInk(samples[i + channel], samples[i + 3]);
                        };
                rgb[at++] = onWhite(level, alpha);
            }
        }
    }

    private static void paletteRow(
            Raster raster, int y, IndexColorModel palette, byte[] rgb, int start) {
        int[] indices = raster.getSamples(0, y, raster.getWidth(), 1, 0, (int[]) null);
        int at = start;
        for (int index : indices) {
            at = put(palette.getRGB(index), rgb, at);
        }
    }

    private static void convertedRow(BufferedImage image, int y, byte[] rgb, int start) {
        int[] row = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        int at = start;
        for (int argb : row) {
            at = put(argb, rgb, at);
        }
    }

    private static int put(int argb, byte[] rgb, int at) {
        int alpha = argb >>> 24;
        rgb[at] = onWhite(argb >> 16 & 0xff, alpha);
        rgb[at + 1] = onWhite(argb >> 8 & 0xff, alpha);
        rgb[at + 2] = onWhite(argb & 0xff, alpha);
        return at + 3;
    }

    private static int level(int sample, int depth) {
        if (depth == 8) {
            return sample;
        }
        return depth > 8 ? sample >>> (depth - 8) : sample * 255 / ((1 << depth) - 1);
    }

    /// As Pillow's CMYK conversion: paper left white by black ink, less the coloured ink on it.
    private static int withoutInk(int ink, int black) {
        int paper = 255 - black;
        return paper - productOf255ths(ink, paper);
    }

    /// As Pillow composes: `(level · alpha + 255 · (255 − alpha)) / 255`, rounded.
    private static byte onWhite(int level, int alpha) {
        return (byte) (alpha == 255 ? level : divided(level * alpha + 255 * (255 - alpha)));
    }

    private static int productOf255ths(int a, int b) {
        return divided(a * b);
    }

    /// `x / 255`, rounded, for `0 ≤ x ≤ 255²`.
    private static int divided(int x) {
        int biased = x + 128;
        return (biased + (biased >> 8)) >> 8;
    }
}
