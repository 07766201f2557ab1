package dev.nunchi.engine.image;

import dev.nunchi.engine.image.Decoding.Note;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Finds out what turning a decoded image into 8-bit RGB loses.
final class DecodingNotes {
    private static final int BITS = 8;
    private static final String SRGB = "sRGB";

    /// Profiles begin with a header and a table; names stand within this many bytes.
    private static final int PROFILE_BYTES = 4096;

    private DecodingNotes() {}

    /// Must be asked before [RgbRaster#rgb], which may change the image.
    static Set<Note> of(BufferedImage image) {
        var notes = EnumSet.noneOf(Note.class);
        var colours = image.getColorModel();
        if (isTransparent(image)) {
            notes.add(Note.ALPHA_FLATTENED);
        }
        if (colours.getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            notes.add(Note.INK_CONVERTED);
        }
        if (image.getSampleModel().getSampleSize(0) > BITS) {
            notes.add(Note.DEPTH_REDUCED);
        }
        if (hasForeignProfile(colours)) {
            notes.add(Note.PROFILE_IGNORED);
        }
        return notes;
    }

    private static boolean isTransparent(BufferedImage image) {
        var colours = image.getColorModel();
        if (!colours.hasAlpha()) {
            return false;
        }
        if (colours instanceof IndexColorModel palette) {
            return anyBelow(image.getRaster(), 0, palette);
        }
        var alpha = image.getAlphaRaster();
        return alpha != null && anyBelow(alpha);
    }

    private static boolean anyBelow(Raster alpha) {
        int opaque = (1 << alpha.getSampleModel().getSampleSize(alpha.getNumBands() - 1)) - 1;
        int band = alpha.getNumBands() - 1;
        int[] row = new int[alpha.getWidth()];
        for (int y = 0; y < alpha.getHeight(); y++) {
            alpha.getSamples(alpha.getMinX(), alpha.getMinY() + y, row.length, 1, band, row);
            for (int sample : row) {
                if (sample < opaque) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean anyBelow(Raster indices, int band, IndexColorModel palette) {
        int[] row = new int[indices.getWidth()];
        for (int y = 0; y < indices.getHeight(); y++) {
            indices.getSamples(0, y, row.length, 1, band, row);
            for (int index : row) {
                if (palette.getAlpha(index) < 255) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasForeignProfile(ColorModel colours) {
        return colours.getColorSpace() instanceof ICC_ColorSpace space
                && !space.isCS_sRGB()
                && space.getType() == ColorSpace.TYPE_RGB
                && !isSrgb(space.getProfile().getData());
    }

    /// Whether a PNG's `iCCP` chunk holds a profile of another colour space than sRGB.
    ///
    /// @param chunk name, 0, method, deflated profile
    static boolean isForeignProfile(ByteBuffer chunk) {
        int at = 0;
        while (at < chunk.limit() && chunk.get(at) != 0) {
            at++;
        }
        if (at + 2 >= chunk.limit()) {
            return false;
        }
        var deflated = new byte[chunk.limit() - at - 2];
        chunk.get(at + 2, deflated);
        try (var inflater = new Inflater()) {
            inflater.setInput(deflated);
            var profile = new byte[PROFILE_BYTES];
            int length = inflater.inflate(profile);
            return length > 0 && !isSrgb(profile);
        } catch (DataFormatException e) {
            return false;
        }
    }

    /// Profiles name themselves in ASCII or in UTF-16.
    private static boolean isSrgb(byte[] profile) {
        return new String(profile, StandardCharsets.ISO_8859_1).replace("\0", "").contains(SRGB);
    }
}
