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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// In float32: what is guessed and read together is what would have come one by one.
class SpeculationTest {
    private static final long SEED = 7;
    private static final int PROMPTS = 12;
    private static final int NEW_TOKENS = 48;

    @TempDir Path folder;
    private GoldenDecoder golden;
    private Decoder decoder;
    private Generator generator;

    @BeforeEach
    void open() throws EngineException {
        open(Lowering.FUSED);
    }

    private void open(Lowering lowering) throws EngineException {
        golden = new GoldenDecoder("llava_smollm", lowering, folder);
        decoder = golden.open();
        generator = new Generator(decoder, golden.embedding(), golden.tokenizer());
    }

    @AfterEach
    void close() {
        decoder.close();
        golden.close();
    }

    @Test
    void greedyAnswersAreTheSameInFewerRuns() throws EngineException {
        int saved = differences(SamplingOptions.greedy());
        assertTrue(saved > 0, "no guess ever came true");
    }

    @Test
    void sampledAnswersAreTheSame() throws EngineException {
        differences(SamplingOptions.greedy().withTemperature(0.8).withTopP(0.9).withSeed(3));
    }

    @Test
    void penalisedAnswersAreTheSame() throws EngineException {
        differences(SamplingOptions.greedy().withRepetitionPenalty(1.2));
    }

    @Test
    void stopTokenAmongGuessedOnesEndsTheAnswer() throws EngineException {
        var prompt = repeating(0);
        var whole = generate(prompt, options(SamplingOptions.greedy()));
        for (int stop : Set.copyOf(whole.ids())) {
            var options =
                    new GenerationOptions(
                            NEW_TOKENS, SamplingOptions.greedy(), Set.of(stop), List.of());
            var generation = generate(prompt, options);
            assertEquals(FinishReason.STOP, generation.finishReason());
            assertEquals(whole.ids().subList(0, whole.ids().indexOf(stop)), generation.ids());
        }
    }

    @Test
    void cacheHoldsNoTokenThatWasNotChosen() throws EngineException {
        var prompt = repeating(0);
        var first = generate(prompt, options(SamplingOptions.greedy()));
        var second = generate(prompt, options(SamplingOptions.greedy()));
        assertEquals(first.ids(), second.ids());
        assertEquals(Math.max(0, prompt.length() - ReaderForm.LEAST_TOKENS), second.reusedTokens());
    }

    @Test
    void nothingIsGuessedWhereForgettingCopies() throws EngineException {
        close();
        open(Lowering.PLAIN);
        var generation = generate(repeating(0), options(SamplingOptions.greedy()));
        assertEquals(generation.ids().size() - 1, generation.runs());
    }

    /// Compares the answers to several prompts with those that come a token a run.
    ///
    /// @return runs that were saved
    private int differences(SamplingOptions sampling) throws EngineException {
        int saved = 0;
        for (int i = 0; i < PROMPTS; i++) {
            var plain = generate(repeating(i), options(sampling).withSpeculation(Speculation.OFF));
            var guessed = generate(repeating(i), options(sampling));
            assertEquals(plain.ids(), guessed.ids(), "prompt " + i + " of seed " + SEED);
            assertEquals(plain.text(), guessed.text());
            assertEquals(plain.finishReason(), guessed.finishReason());
            saved += plain.runs() - guessed.runs();
        }
        return saved;
    }

    private Generation generate(Prompt prompt, GenerationOptions options) throws EngineException {
        return generator.generate(prompt, options, GenerationListener.NONE, CancelToken.none());
    }

    private static GenerationOptions options(SamplingOptions sampling) {
        return new GenerationOptions(NEW_TOKENS, sampling, Set.of(), List.of());
    }

    /// A phrase over and over, and its beginning once more.
    private Prompt repeating(int number) {
        var random = new Random(SEED + number);
        int[] phrase = random.ints(4 + number, 3, 1000).toArray();
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < 4 * phrase.length + 3; i++) {
            ids.add(phrase[i % phrase.length]);
        }
        int[] all = ids.stream().mapToInt(Integer::intValue).toArray();
        return new Prompt(new EncodedPrompt(all, List.of(), new BitSet()), List.of());
    }
}
