package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.testing.GoldenDecoder;
import dev.nunchi.engine.testing.LimitedRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

class DecoderTest {
    /// Another split of the same sums; the fixtures' README allows 5e-4 against the reference.
    private static final float TOLERANCE = 1e-4f;

    private static final float REFERENCE_TOLERANCE = 5e-4f;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void logitsOfAllPositionsAreTheReferences(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("llava_smollm", lowering, folder);
                var decoder = golden.open()) {
            int[] ids = golden.expectedIds("prompt.text_only.input_ids");
            int[] all = new int[ids.length];
            Arrays.setAll(all, i -> i);
            assertArrayEquals(
                    golden.expectedFloats("prompt.text_only.logits"),
                    decoder.read(golden.rows(ids), all),
                    REFERENCE_TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingInPiecesGivesTheSameLogits(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("text_only_llama", lowering, folder);
                var whole = golden.open();
                var pieces = golden.open()) {
            int[] ids = ids(40);
            var expected = whole.read(golden.rows(ids), 39);
            pieces.read(golden.rows(Arrays.copyOfRange(ids, 0, 17)), 0);
            pieces.read(golden.rows(Arrays.copyOfRange(ids, 17, 39)), 21);
            var actual = pieces.read(golden.rows(ids[39]), 0);
            assertArrayEquals(expected, actual, TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingPastTheFirstRoomGivesTheSameLogits(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("text_only_llama", lowering, folder);
                var whole = golden.open();
                var grown = golden.open()) {
            int[] ids = ids(600);
            var expected = whole.read(golden.rows(ids), 599);
            grown.read(golden.rows(Arrays.copyOfRange(ids, 0, 250)), 0);
            grown.read(golden.rows(Arrays.copyOfRange(ids, 250, 599)), 0);
            var actual = grown.read(golden.rows(ids[599]), 0);
            assertArrayEquals(expected, actual, TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedTokensAreForgotten(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("text_only_llama", lowering, folder);
                var fresh = golden.open();
                var used = golden.open()) {
            int[] ids = ids(30);
            var expected = fresh.read(golden.rows(ids), 29);
            used.read(golden.rows(Arrays.copyOf(ids, 10)), 9);
            used.read(golden.rows(7, 8, 9, 10), 3);
            used.truncate(10);
            assertEquals(10, used.length());
            var actual = used.read(golden.rows(Arrays.copyOfRange(ids, 10, 30)), 19);
            assertArrayEquals(expected, actual, TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalPositionsGiveSeveralLogits(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("text_only_llama", lowering, folder);
                var decoder = golden.open()) {
            int[] ids = ids(12);
            var both = decoder.read(golden.rows(ids), 3, 11);
            decoder.truncate(0);
            var last = decoder.read(golden.rows(ids), 11);
            var half = Arrays.copyOfRange(both, both.length / 2, both.length);
            assertArrayEquals(last, half, TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTheContextIsTheCallersMistake(Lowering lowering) throws EngineException {
        try (var golden = new GoldenDecoder("llava_smollm", lowering, folder);
                var decoder = golden.open()) {
            var rows = new float[(decoder.contextLength() + 1) * decoder.hiddenSize()];
            assertThrows(IllegalArgumentException.class, () -> decoder.read(rows, 0));
            assertEquals(0, decoder.length());
        }
    }

    @Test
    void decoderWithoutMemoryToGrowKeepsWhatItHas() throws EngineException {
        try (var golden = new GoldenDecoder("text_only_llama", Lowering.FUSED, folder);
                var decoder =
                        golden.open(
                                new LimitedRuntime(
                                        golden.runtime(),
                                        shape -> shape.rank() != 4 || shape.dim(2) <= 256))) {
            var expected = decoder.read(golden.rows(ids(40)), 39);
            assertThrows(DeviceException.class, () -> decoder.read(golden.rows(ids(300)), 0));
            assertEquals(40, decoder.length());
            decoder.truncate(39);
            assertArrayEquals(expected, decoder.read(golden.rows(ids(40)[39]), 0), TOLERANCE);
        }
    }

    private static int[] ids(int count) {
        var random = new SplittableRandom(7);
        return random.ints(count, 1, 1700).toArray();
    }
}
