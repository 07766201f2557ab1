package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The default model's memory over many answers, pictures and loads.
class AssistantMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    /// The collector's and the allocators' breathing; a leak of one answer's tensors passes it
    /// within 40 answers.
    private static final double TOLERANCE_MIB = 16;

    /// Features of the last pictures are kept on purpose, and a first load warms what stays.
    private static final double LONG_TOLERANCE_MIB = 64;

    private static final AnswerOptions SHORT = AnswerOptions.defaults().withMaxNewTokens(4);

    @TempDir Path cache;

    @Test
    @Tag("slow")
    void memoryIsFlatOverFiftyAnswers() throws EngineException, IOException {
        assumeTrue(Files.isReadable(STATUS));
        try (var assistant = open()) {
            answer(assistant, 10);
            double before = residentMib();
            answer(assistant, 40);
            assertEquals(before, residentMib(), TOLERANCE_MIB);
        }
    }

    @Test
    @Tag("soak")
    void memoryIsFlatOverTwoHundredPictures() throws EngineException, IOException {
        assumeTrue(Files.isReadable(STATUS));
        try (var assistant = open()) {
            see(assistant, 0, 40);
            double before = residentMib();
            see(assistant, 40, 200);
            assertEquals(before, residentMib(), LONG_TOLERANCE_MIB);
        }
    }

    @Test
    @Tag("soak")
    void memoryIsFlatOverTwentyLoads() throws EngineException, IOException {
        assumeTrue(Files.isReadable(STATUS));
        load(4);
        double before = residentMib();
        load(20);
        assertEquals(before, residentMib(), LONG_TOLERANCE_MIB);
    }

    private Assistant open() throws EngineException {
        var folder = Golden.repository().resolve("assets/models/nunchi-default");
        var model = new InstalledModel("nunchi-default", folder, Origin.BUNDLED, 0, "");
        return Assistants.open(model, cache, Progress.NONE);
    }

    private void load(int times) throws EngineException {
        for (int i = 0; i < times; i++) {
            try (var assistant = open()) {
                see(assistant, i, i + 1);
            }
        }
    }

    /// Answers about pictures of different sizes, none of which was seen before.
    private static void see(Assistant assistant, int from, int to) throws EngineException {
        var cat = PictureReader.read(Golden.repository().resolve("assets/samples/cat.jpg"));
        for (int i = from; i < to; i++) {
            var size = new PictureConfig.Size(200 + i, 300);
            var resized = PictureEncoder.resized(cat, size, PictureConfig.Resample.BILINEAR);
            var picture = PictureReader.read(PictureEncoder.png(resized), "picture " + i);
            var question = Turn.user("What is this?", picture);
            assistant.answer(List.of(question), SHORT, new Silent(), CancelToken.none());
        }
    }

    private static void answer(Assistant assistant, int times) throws EngineException {
        var samples = Golden.repository().resolve("assets/samples");
        var cat = PictureReader.read(samples.resolve("cat.jpg"));
        var coffee = PictureReader.read(samples.resolve("coffee.jpg"));
        var options = AnswerOptions.defaults().withMaxNewTokens(24);
        for (int i = 0; i < times; i++) {
            var question = Turn.user("Question " + i + ": what is in this picture?", cat, coffee);
            assistant.answer(List.of(question), options, new Silent(), CancelToken.none());
        }
    }

    /// Resident memory without the Java heap, which grows as its limit allows.
    private static double residentMib() throws IOException {
        System.gc();
        var line =
                Files.readAllLines(STATUS).stream()
                        .filter(text -> text.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
        double all = Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        return all - Runtime.getRuntime().totalMemory() / (1024.0 * 1024);
    }

    private static final class Silent implements AnswerListener {
        @Override
        public void onText(String delta) {}

        @Override
        public void report(Stage stage, long done, long total) {}
    }
}
