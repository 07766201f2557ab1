package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.generate.Speculation;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/// Conversations with and without pictures that are answered at once.
class AssistantBatchTest {
    private static final int MOST = 3;
    private static final long SEED = 5;

    /// Guessing ahead reads several tokens in a run, which rounds otherwise.
    private static final AnswerOptions OPTIONS =
            AnswerOptions.defaults().withMaxNewTokens(24).withSpeculation(Speculation.OFF);

    @TempDir static Path cache;
    private Assistant assistant;

    @BeforeEach
    void open() throws EngineException {
        assistant = open("smollm", Golden.path("llava_smollm/model"), ModelForm.AS_SHIPPED);
    }

    @AfterEach
    void close() {
        assistant.close();
    }

    private static Assistant open(String name, Path folder, ModelForm form) throws EngineException {
        var model = new InstalledModel(name, folder, InstalledModel.Origin.BUNDLED, 0, "");
        return Assistants.open(model, OpenOptions.of(cache).withForm(form), Progress.NONE);
    }

    @Test
    void answersAboutPicturesAndWordsReadAsAlone() throws EngineException {
        var picture = PictureReader.read(Golden.path("llava_smollm/images/gradient_97x61.png"));
        assertReadAsAlone(
                assistant,
                List.of(
                        List.of(Turn.user("What is shown in the picture?", picture)),
                        List.of(Turn.user("Which color is the boat?")),
                        List.of(
                                Turn.system("Be clear."),
                                Turn.user("Two of them?", picture, speck(1))),
                        List.of(Turn.user("What is shown in the picture?", speck(2))),
                        List.of(Turn.user("Which color is the boat?"), Turn.assistant("It is"))));
    }

    /// Weights in their stored precision, with what the model has learnt itself.
    @Test
    @Tag("slow")
    void answersOfTheDefaultModelReadAsAlone() throws EngineException {
        var assets = Golden.repository().resolve("assets");
        var conversations = new ArrayList<List<Turn>>();
        for (String name : List.of("cat.jpg", "coffee.jpg")) {
            var picture = PictureReader.read(assets.resolve("samples").resolve(name));
            conversations.add(List.of(Turn.user("What is in this picture?", picture)));
            conversations.add(List.of(Turn.user("Describe the image in detail.", picture)));
            conversations.add(List.of(Turn.user("Tell me a story about " + name + ".")));
        }
        try (var other =
                open("default", assets.resolve("models/nunchi-default"), ModelForm.AS_SHIPPED)) {
            assertReadAsAlone(other, conversations);
        }
    }

    /// Lets each conversation be answered greedily and sampled, in a batch that they join at random
    /// moments.
    private static void assertReadAsAlone(Assistant assistant, List<List<Turn>> conversations)
            throws EngineException {
        var requests = new ArrayList<AnswerRequest>();
        var expected = new ArrayList<Answer>();
        for (var conversation : conversations) {
            for (double temperature : new double[] {0, 0.7}) {
                var sampling = SamplingOptions.greedy().withTemperature(temperature).withSeed(3);
                var options = OPTIONS.withMaxNewTokens(24 + requests.size());
                var request = request(conversation, options.withSampling(sampling));
                requests.add(request);
                expected.add(alone(assistant, request));
            }
        }
        var random = new Random(SEED);
        var batch = assistant.batch(MOST);
        var results = new ArrayList<CompletableFuture<Answer>>();
        while (results.size() < requests.size() || batch.size() > 0) {
            if (results.size() < requests.size() && !batch.isFull() && random.nextInt(4) == 0) {
                results.add(batch.join(requests.get(results.size())));
            }
            batch.step();
        }
        for (int i = 0; i < requests.size(); i++) {
            var answer = results.get(i).join();
            assertEquals(expected.get(i).text(), answer.text(), "answer " + i);
            assertEquals(expected.get(i).usage(), answer.usage());
            assertEquals(expected.get(i).finishReason(), answer.finishReason());
        }
    }

    @Test
    void cancelledAnswerEndsAlone() throws EngineException {
        var kept = request(List.of(Turn.user("Which color is the boat?")), OPTIONS);
        var expected = alone(assistant, kept).text();
        var cancel = new CancelToken();
        var batch = assistant.batch(MOST);
        var left =
                batch.join(
                        new AnswerRequest(
                                List.of(Turn.user("What is shown?", speck(3))),
                                OPTIONS,
                                AnswerListener.NONE,
                                cancel));
        var result = batch.join(kept);
        cancel.cancel();
        finish(batch);
        assertEquals(FinishReason.CANCELLED, left.join().finishReason());
        assertEquals(expected, result.join().text());
    }

    @Test
    void conversationThatDoesNotFitIsAnEmptyAnswer() {
        var batch = assistant.batch(MOST);
        var result = batch.join(request(List.of(Turn.user("A calm lake. ".repeat(900))), OPTIONS));
        finish(batch);
        assertEquals(FinishReason.CONTEXT_FULL, result.join().finishReason());
        assertEquals("", result.join().text());
    }

    @Test
    void noMoreJoinThanMay() {
        var batch = assistant.batch(MOST);
        var request = request(List.of(Turn.user("Yes?")), OPTIONS);
        for (int i = 0; i < MOST; i++) {
            assertFalse(batch.isFull());
            var _ = batch.join(request);
        }
        assertTrue(batch.isFull());
        assertThrows(IllegalStateException.class, () -> batch.join(request));
        finish(batch);
        assertFalse(batch.isFull());
    }

    @Test
    void othersAreAnsweredBetweenTheSteps() throws Exception {
        var request = request(List.of(Turn.user("Which color is the boat?")), OPTIONS);
        var other = request(List.of(Turn.user("Is it a lake?", speck(4))), OPTIONS);
        var expected = List.of(alone(assistant, request).text(), alone(assistant, other).text());
        var batch = assistant.batch(MOST);
        var results = List.of(batch.join(request), batch.join(request));
        try (var threads = Executors.newSingleThreadExecutor()) {
            var answer = threads.submit(() -> alone(assistant, other).text());
            finish(batch);
            assertEquals(expected.get(1), answer.get());
        }
        assertEquals(expected.get(0), results.get(0).join().text());
        assertEquals(expected.get(0), results.get(1).join().text());
    }

    @Test
    void closedAssistantFailsAllThatAreLeft() {
        var batch = assistant.batch(MOST);
        var result = batch.join(request(List.of(Turn.user("Yes?")), OPTIONS));
        batch.step();
        assistant.close();
        batch.step();
        var problem = assertThrows(CompletionException.class, result::join);
        assertInstanceOf(IllegalStateException.class, problem.getCause());
        assertEquals(0, batch.size());
    }

    @Test
    void batchOfOneMakesWholeAnswersOneAfterAnother() throws EngineException {
        var request = request(List.of(Turn.user("Which color is the boat?")), OPTIONS);
        var batch = assistant.batch(1);
        var result = batch.join(request);
        assertTrue(batch.isFull());
        batch.step();
        assertEquals(alone(assistant, request).text(), result.join().text());
        assertEquals(0, batch.size());
    }

    private static Answer alone(Assistant assistant, AnswerRequest request) throws EngineException {
        return assistant.answer(
                request.conversation(), request.options(), request.listener(), request.cancel());
    }

    private static void finish(AnswerBatch batch) {
        while (batch.size() > 0) {
            batch.step();
        }
    }

    private static AnswerRequest request(List<Turn> conversation, AnswerOptions options) {
        return new AnswerRequest(conversation, options, AnswerListener.NONE, CancelToken.none());
    }

    /// A picture that no other test shows.
    private static Picture speck(int number) {
        return new Picture(9, 9, new byte[243], "PNG", ("ba7c" + number).repeat(13).substring(1));
    }
}
