package dev.nunchi.engine.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

class SpeedTestTest {
    @TempDir Path cache;

    @Test
    void everyFigureIsMeasured() throws EngineException {
        try (var assistant = open()) {
            var result =
                    SpeedTest.run(assistant, picture(), Progress.NONE, CancelToken.none())
                            .orElseThrow();
            assertTrue(result.pictureTokens() > 0, result::toString);
            assertTrue(result.promptTokens() > result.pictureTokens(), result::toString);
            assertTrue(result.picture() > 0, result::toString);
            assertTrue(result.prefill() > 0, result::toString);
            assertTrue(result.firstToken().warm() >= result.picture(), result::toString);
            assertTrue(result.firstToken().cold() > 0, result::toString);
            assertTrue(result.firstToken().followUp() > 0, result::toString);
            assertTrue(result.firstToken().again() > 0, result::toString);
        }
    }

    @Test
    void promptIsAsLongAsWanted() throws EngineException {
        var load = new SpeedTest.Load(80, 4, 2, 1);
        try (var assistant = open()) {
            var result =
                    SpeedTest.run(assistant, picture(), load, Progress.NONE, CancelToken.none())
                            .orElseThrow();
            assertTrue(result.promptTokens() >= load.promptTokens(), result::toString);
            assertEquals(
                    load.pictures() * assistant.info().tokensPerPicture(), result.pictureTokens());
        }
    }

    @Test
    void cancelledTestHasNoResult() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        try (var assistant = open()) {
            assertEquals(
                    Optional.empty(), SpeedTest.run(assistant, picture(), Progress.NONE, cancel));
        }
    }

    private Assistant open() throws EngineException {
        var folder = Golden.path("llava_qwen2/model");
        var model = new InstalledModel("llava_qwen2", folder, Origin.BUNDLED, 0, "");
        return Assistants.open(model, cache, Progress.NONE);
    }

    private static Picture picture() throws EngineException {
        return PictureReader.read(Golden.path("llava_qwen2/images/gradient_97x61.png"));
    }
}
