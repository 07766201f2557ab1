package dev.nunchi.engine.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/// Notices that a decoder filled missing pixels up and only murmured, or did not even murmur.
///
/// libjpeg warns and paints grey; the JDK's GIF decoder stops short of 100 per cent.
final class ReadWatch implements IIOReadProgressListener, IIOReadWarningListener {
    private static final float WHOLE = 100;

    private boolean endedEarly;
    private float percent;

    /// Listens to one decoder.
    static ReadWatch of(ImageReader decoder) {
        var watch = new ReadWatch();
        decoder.addIIOReadProgressListener(watch);
        decoder.addIIOReadWarningListener(watch);
        return watch;
    }

    /// Whether pixels were missing, once the decoder has returned.
    boolean missedPixels(PictureFormat format) {
        return endedEarly || (format == PictureFormat.GIF && percent < WHOLE);
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        if (warning.contains("remature end of")) {
            endedEarly = true;
            // a lying header would have it paint grey for seconds
            source.abort();
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        percent = percentageDone;
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {
        endedEarly = true;
    }
}
