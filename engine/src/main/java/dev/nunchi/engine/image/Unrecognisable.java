package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.storage.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Takes from a picture all that could be told of it, so that a model is shown *a* picture but
/// learns nothing from it.
///
/// What is left are 4 × 4 soft patches in exchanged colours. Size and hence the tokens are those of
/// the original.
public final class Unrecognisable {
    private static final Size PATCHES = new Size(4, 4);
    private static final int RGB = 3;

    private Unrecognisable() {}

    /// The same for the same picture.
    public static Picture of(Picture picture) {
        var patches = PictureEncoder.resized(picture, PATCHES, Resample.BILINEAR);
        var exchanged = new byte[patches.rgb().length];
        for (int i = 0; i < exchanged.length; i += RGB) {
            for (int channel = 0; channel < RGB; channel++) {
                exchanged[i + channel] = patches.rgb()[i + (channel + 1) % RGB];
            }
        }
        var size = new Size(picture.width(), picture.height());
        return PictureEncoder.resized(
                new Picture(
                        PATCHES.width(),
                        PATCHES.height(),
                        exchanged,
                        picture.format(),
                        hash(picture.contentHash())),
                size,
                Resample.BICUBIC);
    }

    /// Another picture, another hash: features are kept by it.
    private static String hash(String original) {
        var digest = Sha256.newDigest();
        digest.update(original.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 'u');
        return HexFormat.of().formatHex(digest.digest());
    }
}
