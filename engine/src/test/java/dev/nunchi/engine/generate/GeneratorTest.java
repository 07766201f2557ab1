package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.ReaderForm;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.testing.GoldenDecoder;
import dev.nunchi.engine.text.EncodedPrompt;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

class GeneratorTest {
    private static final String PROMPT = "prompt.text_only.input_ids";

    @TempDir Path folder;
    private GoldenDecoder golden;
    private Decoder decoder;
    private Generator generator;
    private List<Integer> greedy;

    @BeforeEach
    void open() throws EngineException {
        golden = new GoldenDecoder("llava_smollm", Lowering.FUSED, folder);
        decoder = golden.open();
        generator = new Generator(decoder, golden.embedding(), golden.tokenizer());
        greedy = boxed(golden.expectedIds("prompt.text_only.greedy_ids"));
    }

    @AfterEach
    void close() {
        decoder.close();
        golden.close();
    }

    @Test
    void greedyIdsAreTheReferences() throws EngineException {
        var generation = generate(options(greedy.size()));
        assertEquals(greedy, generation.ids());
        assertEquals(FinishReason.LENGTH, generation.finishReason());
    }

    @Test
    void stopIdEndsAnswerAndIsNoPartOfIt() throws EngineException {
        var options = options(100);
        var stops = Set.of(greedy.get(8));
        var generation = generate(new GenerationOptions(100, options.sampling(), stops, List.of()));
        assertEquals(greedy.subList(0, 8), generation.ids());
        assertEquals(FinishReason.STOP, generation.finishReason());
    }

    @Test
    void stopStringEndsAnswerBeforeIt() throws EngineException {
        String whole = generate(options(24)).text();
        String stop = whole.substring(20, 23);
        var options = new GenerationOptions(24, SamplingOptions.greedy(), Set.of(), List.of(stop));
        var generation = generate(options);
        assertEquals(whole.substring(0, whole.indexOf(stop)), generation.text());
        assertEquals(FinishReason.STOP, generation.finishReason());
    }

    @Test
    void piecesOfTextAddUpToTheWhole() throws EngineException {
        var heard = new Listener();
        var generation = generator.generate(prompt(), options(24), heard, CancelToken.none());
        assertEquals(generation.text(), heard.text.toString());
    }

    @Test
    void secondAnswerReadsOnlyWhatIsNew() throws EngineException {
        var first = generate(options(24));
        var second = generate(options(24));
        assertEquals(first.ids(), second.ids());
        assertEquals(0, first.reusedTokens());
        assertEquals(prompt().length() - ReaderForm.LEAST_TOKENS, second.reusedTokens());
    }

    @Test
    void anotherBeginningIsReadAgain() throws EngineException {
        var expected = generate(options(24));
        generator.generate(
                prompt(5, 6, 7), options(24), GenerationListener.NONE, CancelToken.none());
        var again = generate(options(24));
        assertEquals(expected.ids(), again.ids());
        assertEquals(0, again.reusedTokens());
    }

    @Test
    void cancelledBeforeReadingGivesAnEmptyAnswer() throws EngineException {
        var cancel = new CancelToken();
        cancel.cancel();
        var generation = generator.generate(prompt(), options(24), GenerationListener.NONE, cancel);
        assertEquals(FinishReason.CANCELLED, generation.finishReason());
        assertEquals("", generation.text());
    }

    @Test
    void cancelledAnswerKeepsWhatThereWas() throws EngineException {
        var cancel = new CancelToken();
        var heard =
                new Listener() {
                    @Override
                    public void onText(String delta) {
                        super.onText(delta);
                        cancel.cancel();
                    }
                };
        var generation = generator.generate(prompt(), options(24), heard, cancel);
        assertEquals(FinishReason.CANCELLED, generation.finishReason());
        assertTrue(generation.ids().size() < 24);
        assertEquals(greedy.subList(0, generation.ids().size()), generation.ids());
    }

    @Test
    void answerEndsWithTheContext() throws EngineException {
        int[] ids = new int[decoder.contextLength() - 2];
        Arrays.setAll(ids, i -> 3 + i * 7 % 1000);
        var generation =
                generator.generate(
                        prompt(ids), options(100), GenerationListener.NONE, CancelToken.none());
        assertEquals(FinishReason.CONTEXT_FULL, generation.finishReason());
        assertEquals(3, generation.ids().size());
    }

    @Test
    void seedDecidesTheSampledAnswer() throws EngineException {
        var sampling = SamplingOptions.greedy().withTemperature(2).withSeed(11);
        var options = new GenerationOptions(12, sampling, Set.of(), List.of());
        assertEquals(generate(options).ids(), generate(options).ids());
    }

    private Generation generate(GenerationOptions options) throws EngineException {
        return generator.generate(prompt(), options, GenerationListener.NONE, CancelToken.none());
    }

    private Prompt prompt() {
        return prompt(golden.expectedIds(PROMPT));
    }

    private static Prompt prompt(int... ids) {
        return new Prompt(new EncodedPrompt(ids, List.of(), new BitSet()), List.of());
    }

    private static GenerationOptions options(int maxNewTokens) {
        return new GenerationOptions(maxNewTokens, SamplingOptions.greedy(), Set.of(), List.of());
    }

    private static List<Integer> boxed(int... ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    private static class Listener implements GenerationListener {
        final StringBuilder text = new StringBuilder();

        @Override
        public void onPrefill(int done, int total) {}

        @Override
        public void onText(String delta) {
            text.append(delta);
        }
    }
}
