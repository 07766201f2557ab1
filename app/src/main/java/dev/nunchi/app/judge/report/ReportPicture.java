package dev.nunchi.app.judge.report;

import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;

import java.nio.file.Path;
import java.util.Optional;

/// A picture as reports hold it: small, encoded anew, without anything else that its file may hold.
final class ReportPicture {
    private static final int SIDE = 480;
    private static final float QUALITY = 0.85f;

    private ReportPicture() {}

    /// @return a JPEG; empty if the file is no picture that can be read
    static Optional<byte[]> jpeg(Path file) {
        try {
            var picture = PictureEncoder.scaledToFit(PictureReader.read(file), SIDE);
            return Optional.of(PictureEncoder.jpeg(picture, QUALITY));
        } catch (PictureException e) {
            return Optional.empty();
        }
    }
}
