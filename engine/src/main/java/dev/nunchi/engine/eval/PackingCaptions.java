package dev.nunchi.engine.eval;

import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quantize.CaptionDamage;
import dev.nunchi.engine.quantize.CaptionLoss;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Measures what packing has done to the captions of some pictures: both models as they answer, one
/// after the other.
///
/// @param pictures with fewer than two, nothing is measured
public record PackingCaptions(List<CaptionedPicture> pictures, Progress progress)
        implements ModelLibrary.CaptionMeter {
    public PackingCaptions {
        pictures = List.copyOf(pictures);
    }

    @Override
    public Optional<CaptionDamage> measure(
            InstalledModel original, InstalledModel packed, Path cacheFolder)
            throws EngineException {
        if (pictures.size() < 2) {
            return Optional.empty();
        }
        var before = loss(original, cacheFolder);
        var after = before.isEmpty() ? before : loss(packed, cacheFolder);
        return before.flatMap(own -> after.map(other -> new CaptionDamage(own, other)));
    }

    private Optional<CaptionLoss> loss(InstalledModel model, Path cacheFolder)
            throws EngineException {
        try (var assistant = Assistants.open(model, OpenOptions.of(cacheFolder), progress)) {
            return assistant.info().acceptsPictures()
                    ? CaptionEvaluation.of(pictures).loss(assistant, progress, CancelToken.none())
                    : Optional.empty();
        }
    }
}
