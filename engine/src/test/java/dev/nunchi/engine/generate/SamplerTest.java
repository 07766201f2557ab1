package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

class SamplerTest {
    private static final int[] NO_HISTORY = {};
    private static final SamplingOptions PLAIN = SamplingOptions.greedy().withTemperature(1);

    @Test
    void temperatureZeroTakesTheFirstOfTheGreatest() {
        var sampler = new Sampler(SamplingOptions.greedy());

        assertEquals(1, sampler.sample(new float[] {0, 7, 7, Float.NaN}, NO_HISTORY));
    }

    @Test
    void penaltyActsOnceOnEachIdOfTheHistory() {
        var sampler = new Sampler(SamplingOptions.greedy().withRepetitionPenalty(2));

        // 10 is halved once for its two appearances, so it still beats 4
        assertEquals(1, sampler.sample(new float[] {4, 10, 1}, new int[] {1, 1}));
    }

    @Test
    void idsOutsideTheVocabularyAreNotPenalised() {
        var sampler = new Sampler(SamplingOptions.greedy().withRepetitionPenalty(2));

        assertEquals(0, sampler.sample(new float[] {6, 10, 1}, new int[] {1, -200, 3}));
    }

    @Test
    void nucleusIsTheFewestTokensThatReachTopP() {
        var logits = logs(0.5, 0.1, 0.3, 0.1);

        assertEquals(1, kept(PLAIN.withTopP(0.49), logits));
        assertEquals(2, kept(PLAIN.withTopP(0.51), logits));
        assertEquals(3, kept(PLAIN.withTopP(0.85), logits));
    }

    @Test
    void nucleusOfManyTokensIsThatOfAFullSort() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var logits = new float[300];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (random.nextGaussian() * (round % 7 + 1));
            }
            double topP = random.nextDouble(0.01, 0.999);
            assertEquals(
                    nucleusByFullSort(logits, topP),
                    kept(PLAIN.withTopP(topP), logits),
                    "seed " + seed);
        }
    }

    @Test
    void drawsFollowTheProbabilities() {
        var sampler = new Sampler(PLAIN.withSeed(11));
        var logits = logs(0.6, 0.3, 0.1);
        var counts = new int[3];
        for (int i = 0; i < 10_000; i++) {
            counts[sampler.sample(logits, NO_HISTORY)]++;
        }

        // four standard deviations of 10,000 draws are below 200
        assertEquals(6000, counts[0], 200);
        assertEquals(3000, counts[1], 200);
    }

    @Test
    void seedFixesTheTokens() {
        var sampler = new Sampler(PLAIN.withSeed(42));
        var logits = new float[1000];

        // recorded here once: they must never change, on any machine
        assertArrayEquals(
                new int[] {741, 159, 278, 344, 38},
                IntStream.range(0, 5).map(_ -> sampler.sample(logits, NO_HISTORY)).toArray());
    }

    @Test
    void logitsWithoutANumberStillGiveAToken() {
        var logits = new float[] {Float.NaN, Float.NEGATIVE_INFINITY};

        assertArrayEquals(
                new float[] {1, 0},
                new Sampler(PLAIN.withTopP(0.5)).probabilities(logits, NO_HISTORY));
    }

    @Test
    void infiniteLogitTakesAll() {
        var logits = new float[] {1, Float.POSITIVE_INFINITY, 2};

        assertArrayEquals(
                new float[] {0, 1, 0}, new Sampler(PLAIN).probabilities(logits, NO_HISTORY));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withTemperature(-1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withTemperature(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withTopK(-1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withTopP(0));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withMinP(1.1));
        assertThrows(IllegalArgumentException.class, () -> PLAIN.withRepetitionPenalty(0));
    }

    private static int kept(SamplingOptions options, float[] logits) {
        int kept = 0;
        for (float probability : new Sampler(options).probabilities(logits, NO_HISTORY)) {
            kept += probability > 0 ? 1 : 0;
        }
        return kept;
    }

    private static int nucleusByFullSort(float[] logits, double topP) {
        var weights =
                IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i])).toArray();
        double target = topP * Arrays.stream(weights).sum();
        Arrays.sort(weights);
        int kept = 0;
        for (double sum = 0; sum < target; kept++) {
            sum += weights[weights.length - 1 - kept];
        }
        return kept;
    }

    private static float[] logs(double... probabilities) {
        var logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }
}
