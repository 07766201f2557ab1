package dev.nunchi.app.remote;

import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import java.util.Base64;
import java.util.Set;

/// A picture as it leaves the computer: pixels alone, encoded anew, so that nothing else a file may
/// hold goes with it, such as where a photograph was taken.
///
/// @param width in pixels, as sent
/// @param height in pixels, as sent
/// @param originalWidth before it was made smaller
/// @param originalHeight before it was made smaller
/// @param mediaType `image/png` or `image/jpeg`
/// @param bytes of the encoded picture; not copied, never changed
@SuppressWarnings("ArrayRecordComponent")
public record OutgoingPicture(
        int width,
        int height,
        int originalWidth,
        int originalHeight,
        String mediaType,
        byte[] bytes) {
    /// The longest side that is sent: larger ones are made smaller by the usual servers anyway.
    public static final int MAX_SIDE = 2048;

    private static final int MAX_PNG_BYTES = 4 << 20;
    private static final float JPEG_QUALITY = 0.92f;
    private static final Set<String> LOSSLESS = Set.of("PNG", "GIF", "BMP", "TIFF");

    /// Makes a picture ready to leave: at most [#MAX_SIDE] pixels long; as PNG what came without
    /// losses, unless it becomes large, as JPEG all else.
    public static OutgoingPicture of(Picture picture) {
        var sent = PictureEncoder.scaledToFit(picture, MAX_SIDE);
        if (LOSSLESS.contains(picture.format())) {
            byte[] png = PictureEncoder.png(sent);
            if (png.length <= MAX_PNG_BYTES) {
                return of(picture, sent, "image/png", png);
            }
        }
        return of(picture, sent, "image/jpeg", PictureEncoder.jpeg(sent, JPEG_QUALITY));
    }

    private static OutgoingPicture of(
            Picture original, Picture sent, String mediaType, byte[] bytes) {
        return new OutgoingPicture(
                sent.width(), sent.height(), original.width(), original.height(), mediaType, bytes);
    }

    public boolean isSmaller() {
        return width < originalWidth || height < originalHeight;
    }

    /// The picture as a `data:` address.
    String dataUrl() {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
