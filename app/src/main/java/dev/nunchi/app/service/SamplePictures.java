package dev.nunchi.app.service;

import dev.nunchi.app.platform.Assets;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionedPicture;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quantize.FeatureMeter;
import dev.nunchi.engine.quantize.InputMeter;
import dev.nunchi.engine.runtime.InferenceRuntime;

import java.nio.file.Files;
import java.util.List;

/// The pictures that came with the program, with captions written for it: what packed models are
/// measured on.
public final class SamplePictures {
    private static final String CAPTIONS = "samples/captions.jsonl";

    private SamplePictures() {}

    /// None if the program's own files are not there.
    public static List<CaptionedPicture> captioned() throws EngineException {
        var captions =
                Assets.folder()
                        .map(folder -> folder.resolve(CAPTIONS))
                        .filter(Files::isRegularFile);
        return captions.isPresent()
                ? CaptionedPicture.of(
                        Datasets.read(captions.get(), Progress.NONE, CancelToken.none()).samples())
                : List.of();
    }

    /// A photograph to try models out with; a plain one where the program's files are not there.
    public static Picture any() throws EngineException {
        var captioned = captioned();
        return captioned.isEmpty()
                ? new Picture(1, 1, new byte[] {90, 120, 60}, "PNG", "plain")
                : PictureReader.read(captioned.getFirst().picture());
    }

    /// The request, with what is measured on the way: inputs of a model's layers, and features of
    /// its vision tower, which is packed where they allow that.
    public static ImportRequest measured(ImportRequest request, InferenceRuntime runtime)
            throws EngineException {
        if (request.quantisation().isEmpty()) {
            return request;
        }
        var searched = request.withInputs(new InputMeter(runtime));
        var pictures = captioned().stream().map(CaptionedPicture::picture).toList();
        return pictures.isEmpty()
                ? searched
                : searched.withFeatures(new FeatureMeter(runtime, pictures));
    }
}
