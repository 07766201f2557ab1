package dev.nunchi.engine.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.conformance.SelfCheck.Finding;
import dev.nunchi.engine.conformance.SelfCheck.Kind;
import dev.nunchi.engine.conformance.SelfCheck.Outcome;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The checks on a fixture's model, which computes what it should.
class SelfCheckTest {
    private static final long PLENTY = 1L << 40;

    private static final InstalledModel MODEL =
            new InstalledModel(
                    "llava_qwen2", Golden.path("llava_qwen2/model"), Origin.BUNDLED, 0, "");

    @TempDir static Path cache;
    private static Assistant assistant;
    private static Picture picture;

    @BeforeAll
    static void open() throws EngineException {
        assistant = Assistants.open(MODEL, cache, Progress.NONE);
        picture = PictureReader.read(Golden.path("llava_qwen2/images/gradient_97x61.png"));
    }

    @AfterAll
    static void close() {
        assistant.close();
    }

    @Test
    void pictureRepetitionAndFormsPass() throws EngineException {
        var findings = run(PLENTY, CancelToken.none());
        assertEquals(List.of(Kind.values()), findings.stream().map(Finding::kind).toList());
        for (var kind : List.of(Kind.PICTURE, Kind.AGAIN, Kind.FORMS)) {
            assertEquals(Outcome.PASSED, outcome(kind, findings), findings::toString);
        }
    }

    @Test
    void wordsOfTheBundledTokenizerComeBack() throws EngineException {
        var folder = Golden.repository().resolve("assets/models/nunchi-default");
        var bundled = new InstalledModel("nunchi-default", folder, Origin.BUNDLED, 0, "");
        var room = new SelfCheck.Room(0, cache);
        var findings =
                new SelfCheck(bundled, assistant, picture, room)
                        .run(Progress.NONE, CancelToken.none());
        assertEquals(Outcome.PASSED, outcome(Kind.WORDS, findings));
    }

    @Test
    void formsAreNotComparedWhereTheMemoryDoesNotTakeAnother() throws EngineException {
        assertEquals(Outcome.SKIPPED, outcome(Kind.FORMS, run(0, CancelToken.none())));
    }

    @Test
    void cancelledCheckFindsNothing() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        assertEquals(List.of(), run(PLENTY, cancel));
    }

    @Test
    void nothingIsLeftOnTheDisk() throws EngineException, IOException {
        run(PLENTY, CancelToken.none());
        try (var left = Files.list(cache)) {
            assertTrue(
                    left.noneMatch(path -> path.getFileName().toString().startsWith("checking")));
        }
    }

    private static List<Finding> run(long room, CancelToken cancel) throws EngineException {
        return new SelfCheck(MODEL, assistant, picture, new SelfCheck.Room(room, cache))
                .run(Progress.NONE, cancel);
    }

    private static Outcome outcome(Kind kind, List<Finding> findings) {
        return findings.stream().filter(f -> f.kind() == kind).findFirst().orElseThrow().outcome();
    }
}
