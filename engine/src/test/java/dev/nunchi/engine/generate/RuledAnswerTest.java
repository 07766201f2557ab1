package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Lowering;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

class RuledAnswerTest {
    private static final double ROUNDING = 1e-9;

    @TempDir Path folder;
    private GoldenDecoder golden;
    private Decoder decoder;
    private Generator generator;

    @BeforeEach
    void open() throws EngineException {
        golden = new GoldenDecoder("llava_smollm", Lowering.FUSED, folder);
        decoder = golden.open();
        generator = new Generator(decoder, golden.embedding(), golden.tokenizer());
    }

    @AfterEach
    void close() {
        decoder.close();
        golden.close();
    }

    /// So many digits and nothing else.
    private record Digits(int left) implements TextRule {
        @Override
        public Optional<TextRule> after(char next) {
            return left > 0 && next >= '0' && next <= '9'
                    ? Optional.of(new Digits(left - 1))
                    : Optional.empty();
        }

        @Override
        public boolean mayEnd() {
            return left == 0;
        }
    }

    private record Heard(List<TokenChoice> choices) implements GenerationListener {
        @Override
        public void onPrefill(int done, int total) {}

        @Override
        public void onText(String delta) {}

        @Override
        public void onToken(TokenChoice choice) {
            choices.add(choice);
        }
    }

    @Test
    void greedyAnswerKeepsToTheRule() throws EngineException {
        var answer =
                generate(ruled(SamplingOptions.greedy(), new Digits(12)), GenerationListener.NONE);
        assertTrue(answer.text().matches("[0-9]{12}"), answer.text());
    }

    @Test
    void sampledAnswerKeepsToTheRule() throws EngineException {
        var sampling = SamplingOptions.greedy().withTemperature(2).withTopP(0.9).withSeed(7);
        var answer = generate(ruled(sampling, new Digits(12)), GenerationListener.NONE);
        assertTrue(answer.text().matches("[0-9]{12}"), answer.text());
    }

    @Test
    void answerEndsWhereNothingMayFollow() throws EngineException {
        var answer =
                generate(ruled(SamplingOptions.greedy(), new Digits(3)), GenerationListener.NONE);
        assertEquals(FinishReason.STOP, answer.finishReason());
    }

    @Test
    void listenerHearsOfEachTokenWithLikeliestFirst() throws EngineException {
        var heard = new ArrayList<TokenChoice>();
        var greedy = SamplingOptions.greedy();
        var options =
                new GenerationOptions(
                        6, greedy, Set.of(), List.of(), Optional.empty(), OptionalInt.of(3));
        var answer = generate(options, new Heard(heard));
        assertEquals(answer.ids().size(), heard.size());
        for (var choice : heard) {
            assertEquals(3, choice.likeliest().size());
            assertEquals(choice.chosen(), choice.likeliest().getFirst());
            double second = choice.likeliest().get(1).logProbability();
            assertTrue(choice.chosen().logProbability() >= second - ROUNDING);
        }
    }

    @Test
    void probabilitiesOfTheWholeVocabularyAddUpToOne() throws EngineException {
        var heard = new ArrayList<TokenChoice>();
        var all =
                new GenerationOptions(
                        1,
                        SamplingOptions.greedy(),
                        Set.of(),
                        List.of(),
                        Optional.empty(),
                        OptionalInt.of(1_000_000));
        generate(all, new Heard(heard));
        double sum =
                heard.getFirst().likeliest().stream()
                        .mapToDouble(candidate -> Math.exp(candidate.logProbability()))
                        .sum();
        assertEquals(1, sum, ROUNDING);
    }

    private static GenerationOptions ruled(SamplingOptions sampling, TextRule rule) {
        return new GenerationOptions(
                40, sampling, Set.of(2), List.of(), Optional.of(rule), OptionalInt.empty());
    }

    private Generation generate(GenerationOptions options, GenerationListener listener)
            throws EngineException {
        int[] ids = golden.expectedIds("prompt.text_only.input_ids");
        var prompt = new Prompt(new EncodedPrompt(ids, List.of(), new BitSet()), List.of());
        return generator.generate(prompt, options, listener, CancelToken.none());
    }
}
