package dev.nunchi.bench;

import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionedPicture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;

/// Photographs that several people have described, spread evenly over a `captions.jsonl`.
record CaptionedPictures(List<CaptionedPicture> pictures) {
    private static final int FEWEST_CAPTIONS = 5;

    /// @param folder holds `captions.jsonl` and the pictures that it names
    /// @param count how many, taken at equal distances
    static CaptionedPictures read(Path folder, int count) throws EngineException {
        var data =
                Datasets.read(folder.resolve("captions.jsonl"), Progress.NONE, CancelToken.none());
        var described =
                CaptionedPicture.of(data.samples()).stream()
                        .filter(picture -> picture.captions().size() >= FEWEST_CAPTIONS)
                        .toList();
        return new CaptionedPictures(CaptionedPicture.spread(described, count));
    }
}
