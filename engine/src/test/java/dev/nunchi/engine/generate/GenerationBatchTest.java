package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.testing.GoldenDecoder;
import dev.nunchi.engine.testing.LimitedRuntime;
import dev.nunchi.engine.text.EncodedPrompt;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// In float32: what several answers read that are made at once, and who is disturbed by whom.
class GenerationBatchTest {
    private static final long SEED = 23;
    private static final int ANSWERS = 24;
    private static final int MOST = 4;

    @TempDir Path folder;
    private GoldenDecoder golden;
    private Decoder decoder;
    private Generator generator;
    private GenerationBatch batch;

    @BeforeEach
    void open() throws EngineException {
        golden = new GoldenDecoder("llava_smollm", Lowering.FUSED, folder);
        decoder = golden.open();
        generator = new Generator(decoder, golden.embedding(), golden.tokenizer());
        batch = generator.batch().orElseThrow();
    }

    @AfterEach
    void close() {
        decoder.close();
        golden.close();
    }

    @Test
    void answersOfThoseWhoComeAndGoReadAsAlone() throws EngineException {
        var random = new Random(SEED);
        var requests = new ArrayList<GenerationRequest>();
        var expected = new ArrayList<List<Integer>>();
        for (int i = 0; i < ANSWERS; i++) {
            var request = request(prompt(1 + random.nextInt(150), i), options(i, random));
            requests.add(request);
            expected.add(alone(request).ids());
        }
        var results = new ArrayList<CompletableFuture<Generation>>();
        while (results.size() < ANSWERS || batch.size() > 0) {
            while (results.size() < ANSWERS && batch.size() < MOST && random.nextInt(3) > 0) {
                results.add(batch.join(requests.get(results.size())));
            }
            batch.step();
        }
        for (int i = 0; i < ANSWERS; i++) {
            assertEquals(
                    expected.get(i), results.get(i).join().ids(), "answer " + i + " of " + SEED);
        }
    }

    /// Greedy, sampled and penalised, short and long.
    private static GenerationOptions options(int number, Random random) {
        var sampling =
                switch (number % 3) {
                    case 0 -> SamplingOptions.greedy();
                    case 1 -> SamplingOptions.greedy().withTemperature(0.8).withSeed(number);
                    default -> SamplingOptions.greedy().withRepetitionPenalty(1.2);
                };
        return new GenerationOptions(1 + random.nextInt(40), sampling, Set.of(), List.of());
    }

    @Test
    void answerAloneInABatchGuessesAhead() throws EngineException {
        int[] phrase = {5, 6, 7, 8, 9};
        int[] ids = new int[43];
        Arrays.setAll(ids, i -> phrase[i % phrase.length]);
        var request = request(prompt(ids), greedy(48));
        var expected = alone(request);
        var result = batch.join(request);
        finish();
        assertEquals(expected.ids(), result.join().ids());
        assertEquals(expected.runs(), result.join().runs());
        assertTrue(expected.runs() < expected.ids().size(), "no guess came true");
    }

    @Test
    void othersGetATokenWithEveryPieceOfANewcomersPrompt() throws EngineException {
        var heard = new Heard(new CancelToken(), Integer.MAX_VALUE);
        var _ = batch.join(heard.request(prompt(10, 1), greedy(100)));
        batch.step();
        var pieces = new ArrayList<Integer>();
        var reading =
                new Heard(new CancelToken(), Integer.MAX_VALUE) {
                    @Override
                    public void onPrefill(int done, int total) {
                        pieces.add(heard.tokens);
                    }
                };
        var _ = batch.join(reading.request(prompt(220, 2), greedy(4)));
        while (reading.tokens == 0) {
            batch.step();
        }
        assertEquals(4, pieces.size());
        assertEquals(pieces.getFirst() + 3, pieces.getLast());
        finish();
    }

    @Test
    void cancelledAnswerEndsAloneWithWhatThereWas() throws EngineException {
        var requests =
                List.of(
                        request(prompt(30, 1), greedy(30)),
                        request(prompt(31, 2), greedy(30)),
                        request(prompt(32, 3), greedy(30)));
        var whole = new ArrayList<Generation>();
        for (var request : requests) {
            whole.add(alone(request));
        }
        var first = batch.join(requests.get(0));
        var heard = new Heard(new CancelToken(), 5);
        var left = batch.join(heard.request(requests.get(1).prompt(), greedy(30)));
        var last = batch.join(requests.get(2));
        finish();
        assertEquals(whole.get(0).ids(), first.join().ids());
        assertEquals(FinishReason.CANCELLED, left.join().finishReason());
        assertEquals(whole.get(1).ids().subList(0, 5), left.join().ids());
        assertEquals(whole.get(2).ids(), last.join().ids());
    }

    @Test
    void cancelledNewcomerIsNotReadToTheEnd() {
        var _ = batch.join(request(prompt(10, 1), greedy(20)));
        batch.step();
        var cancel = new CancelToken();
        var left =
                batch.join(
                        new GenerationRequest(
                                prompt(200, 2), greedy(20), GenerationListener.NONE, cancel));
        batch.step();
        assertFalse(left.isDone());
        cancel.cancel();
        batch.step();
        assertEquals(FinishReason.CANCELLED, left.join().finishReason());
        finish();
    }

    @Test
    void answerWhoseListenerFailsEndsAlone() throws EngineException {
        var request = request(prompt(20, 1), greedy(20));
        var expected = alone(request);
        var failing =
                new Heard(new CancelToken(), Integer.MAX_VALUE) {
                    @Override
                    public void onText(String delta) {
                        throw new IllegalStateException("no more");
                    }
                };
        var failed = batch.join(failing.request(prompt(25, 2), greedy(20)));
        var result = batch.join(request);
        finish();
        var problem = assertThrows(CompletionException.class, failed::join);
        assertInstanceOf(IllegalStateException.class, problem.getCause());
        assertEquals(expected.ids(), result.join().ids());
    }

    @Test
    void answerThatFillsTheContextEndsAlone() throws EngineException {
        var request = request(prompt(20, 1), greedy(20));
        var expected = alone(request);
        var full = batch.join(request(prompt(decoder.contextLength() - 2, 2), greedy(20)));
        var result = batch.join(request);
        finish();
        assertEquals(FinishReason.CONTEXT_FULL, full.join().finishReason());
        assertEquals(3, full.join().ids().size());
        assertEquals(expected.ids(), result.join().ids());
    }

    @Test
    void ruledAnswerAmongFreeOnesKeepsToItsRule() throws EngineException {
        var ruled =
                new GenerationOptions(
                        12,
                        SamplingOptions.greedy(),
                        Set.of(),
                        List.of(),
                        Optional.of(new Digits()),
                        OptionalInt.empty());
        var request = request(prompt(20, 1), ruled);
        var free = request(prompt(30, 2), greedy(12));
        var expected = alone(request);
        var expectedFree = alone(free);
        var result = batch.join(request);
        var freely = batch.join(free);
        finish();
        assertTrue(result.join().text().matches("[0-9]+"), result.join().text());
        assertEquals(expected.ids(), result.join().ids());
        assertEquals(expectedFree.ids(), freely.join().ids());
    }

    private record Digits() implements TextRule {
        @Override
        public Optional<TextRule> after(char c) {
            return c >= '0' && c <= '9' ? Optional.of(this) : Optional.empty();
        }

        @Override
        public boolean mayEnd() {
            return false;
        }
    }

    @Test
    void whatIsAskedBetweenTheStepsDisturbsNobody() throws EngineException {
        var first = request(prompt(20, 1), greedy(30));
        var second = request(prompt(90, 2), greedy(30));
        var between = request(prompt(40, 3), greedy(10));
        var expected = List.of(alone(first).ids(), alone(second).ids(), alone(between).ids());
        var results = List.of(batch.join(first), batch.join(second));
        while (batch.size() > 0) {
            batch.step();
            assertEquals(expected.get(2), alone(between).ids());
        }
        assertEquals(expected.get(0), results.get(0).join().ids());
        assertEquals(expected.get(1), results.get(1).join().ids());
    }

    @Test
    void beginningThatAnotherHasReadIsNotReadAgain() throws EngineException {
        int[] ids = prompt(100, 1).history();
        int[] longer = Arrays.copyOf(ids, 130);
        Arrays.fill(longer, 100, 130, 9);
        var request = request(prompt(longer), greedy(10));
        var expected = alone(request(prompt(longer), greedy(10))).ids();
        alone(request(prompt(5, 2), greedy(1)));
        var _ = batch.join(request(prompt(ids), greedy(20)));
        batch.step();
        var result = batch.join(request);
        finish();
        assertEquals(100, result.join().reusedTokens());
        assertEquals(expected, result.join().ids());
    }

    @Test
    void newcomerWithoutMemoryForHisRowFailsAlone() throws EngineException {
        var request = request(prompt(20, 1), greedy(20));
        var expected = alone(request).ids();
        try (var small =
                golden.open(
                        new LimitedRuntime(
                                golden.runtime(),
                                shape -> shape.rank() != 4 || shape.dim(0) == 1))) {
            var other = new Generator(small, golden.embedding(), golden.tokenizer());
            var members = other.batch().orElseThrow();
            var first = members.join(request);
            members.step();
            var second = members.join(request(prompt(20, 2), greedy(20)));
            while (members.size() > 0) {
                members.step();
            }
            var problem = assertThrows(CompletionException.class, second::join);
            assertInstanceOf(DeviceException.class, problem.getCause());
            assertEquals(expected, first.join().ids());
        }
    }

    @Test
    void plainFormHasNoBatch() throws EngineException {
        close();
        golden = new GoldenDecoder("llava_smollm", Lowering.PLAIN, folder);
        decoder = golden.open();
        var plain = new Generator(decoder, golden.embedding(), golden.tokenizer());
        assertTrue(plain.batch().isEmpty());
    }

    private Generation alone(GenerationRequest request) throws EngineException {
        return generator.generate(
                request.prompt(), request.options(), GenerationListener.NONE, request.cancel());
    }

    private void finish() {
        while (batch.size() > 0) {
            batch.step();
        }
    }

    private static GenerationRequest request(Prompt prompt, GenerationOptions options) {
        return new GenerationRequest(prompt, options, GenerationListener.NONE, CancelToken.none());
    }

    private static GenerationOptions greedy(int most) {
        return new GenerationOptions(most, SamplingOptions.greedy(), Set.of(), List.of());
    }

    private static Prompt prompt(int length, int number) {
        return prompt(new Random(SEED + number).ints(length, 3, 1000).toArray());
    }

    private static Prompt prompt(int... ids) {
        return new Prompt(new EncodedPrompt(ids, List.of(), new BitSet()), List.of());
    }

    /// Counts tokens, and cancels after some.
    private static class Heard implements GenerationListener {
        final CancelToken cancel;
        final int most;
        int tokens;

        Heard(CancelToken cancel, int most) {
            this.cancel = cancel;
            this.most = most;
        }

        GenerationRequest request(Prompt prompt, GenerationOptions options) {
            var counted =
                    new GenerationOptions(
                            options.maxNewTokens(),
                            options.sampling(),
                            options.stopIds(),
                            options.stopStrings(),
                            options.rule(),
                            OptionalInt.of(0));
            return new GenerationRequest(prompt, counted, this, cancel);
        }

        @Override
        public void onPrefill(int done, int total) {}

        @Override
        public void onToken(TokenChoice choice) {
            tokens++;
            if (tokens == most) {
                cancel.cancel();
            }
        }

        @Override
        public void onText(String delta) {}
    }
}
