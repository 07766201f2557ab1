package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.quantize.Quantisation;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The report of a packed model's damage, on the program's own pictures and captions.
class PackingCaptionsTest {
    private static final Path CAPTIONS =
            Golden.repository().resolve("assets/samples/captions.jsonl");

    @TempDir private Path folder;

    private static PackingCaptions captions() throws EngineException {
        var data = Datasets.read(CAPTIONS, Progress.NONE, CancelToken.none());
        assertEquals(List.of(), data.problems());
        return new PackingCaptions(CaptionedPicture.of(data.samples()), Progress.NONE);
    }

    private Optional<Damage> measured(Path source) throws EngineException {
        var library = new ModelLibrary(folder.resolve("models"), List.of());
        var int4 = Quantisation.int4(Rounding.NEAREST);
        var model =
                library.importFrom(
                                new ImportRequest(source, Optional.of(int4)),
                                Progress.NONE,
                                CancelToken.none())
                        .orElseThrow();
        library.measure(model, new ModelLibrary.Comparison(source, OrtRuntime.cpu(), captions()));
        return library.find(model.name())
                .flatMap(InstalledModel::packed)
                .flatMap(PackedWeights::damage);
    }

    @Test
    void programDescribesItsFourPicturesTwice() throws EngineException {
        assertEquals(
                List.of(2, 2, 2, 2),
                captions().pictures().stream().map(p -> p.captions().size()).toList());
    }

    @Test
    void reportHasTheLossOfCaptionsBeforeAndAfter() throws EngineException {
        var damage = measured(Golden.path("llava15/model")).orElseThrow();
        var captions = damage.captions().orElseThrow();
        assertNotEquals(captions.original().right(), captions.packed().right());
        assertNotEquals(captions.original().right(), captions.original().other());
    }

    @Test
    void modelWithoutEyesHasNoLossOfCaptions() throws EngineException {
        var damage = measured(Golden.path("text_only_llama/model")).orElseThrow();
        assertEquals(Optional.empty(), damage.captions());
    }
}
