package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.image.Resampler.Axis;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/// Makes pictures of other sizes, and PNG and JPEG files of pictures. Stateless; may be used from
/// several threads.
public final class PictureEncoder {

    private PictureEncoder() {}

    /// The picture as a PNG file.
    public static byte[] png(Picture picture) {
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image(picture), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return png.toByteArray();
    }

    /// The picture as a JPEG file.
    ///
    /// @param quality `0..1`
    public static byte[] jpeg(Picture picture, float quality) {
        var jpeg = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image(picture), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    /// The picture shrunk so that neither side is longer than `maxSide`; the same one if it fits.
    ///
    /// @param maxSide in pixels, 1 or more
    public static Picture scaledToFit(Picture picture, int maxSide) {
        int longSide = Math.max(picture.width(), picture.height());
        if (longSide <= maxSide) {
            return picture;
        }
        int width = Math.max(1, Math.round((float) picture.width() * maxSide / longSide));
        int height = Math.max(1, Math.round((float) picture.height() * maxSide / longSide));
        return resized(picture, new Size(width, height), Resample.BICUBIC);
    }

    /// The picture at another size, whatever its ratio, resampled as Pillow 12 does.
    public static Picture resized(Picture picture, Size size, Resample filter) {
        var rgb =
                Resampler.resample(
                        picture.rgb(),
                        Axis.whole(picture.width(), size.width()),
                        Axis.whole(picture.height(), size.height()),
                        filter,
                        Resampler.NO_FILL);
        return new Picture(
                size.width(), size.height(), rgb, picture.format(), picture.contentHash());
    }

    private static BufferedImage image(Picture picture) {
        var data = new DataBufferByte(picture.rgb(), picture.rgb().length);
        var raster =
                Raster.createInterleavedRaster(
                        data,
                        picture.width(),
                        picture.height(),
                        3 * picture.width(),
                        3,
                        new int[] {0, 1, 2},
                        null);
        var colours =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }
}
