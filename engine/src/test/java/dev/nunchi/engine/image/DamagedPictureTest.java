package dev.nunchi.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.PictureException.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;

/// Bytes that end early, lie or are spoilt must end in a named refusal, fast and without memory.
class DamagedPictureTest {
    private static final int ROUNDS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Set<String> names() {
        return SamplePictures.hashes().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void cutFileIsRefusedOrWhole(String name) throws PictureException {
        var bytes = SamplePictures.bytes(name);
        var whole = PictureReader.read(bytes, name).rgb();
        for (int length = 0; length < bytes.length; length++) {
            try {
                var picture = PictureReader.read(Arrays.copyOf(bytes, length), name);
                // what was cut off was no part of the pixels
                assertArrayEquals(whole, picture.rgb(), name + " cut at " + length);
            } catch (PictureException e) {
                assertNotEquals(Reason.TOO_LARGE, e.reason(), e.getMessage());
            }
        }
    }

    @Test
    void mangledFileIsReadOrRefused() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        assertTimeoutPreemptively(
                PATIENCE,
                () -> {
                    for (var name : names()) {
                        for (int round = 0; round < ROUNDS; round++) {
                            tryToRead(mangled(SamplePictures.bytes(name), random), seed);
                        }
                    }
                },
                "seed " + seed);
    }

    /// Sides as the format writes them, in hexadecimal, replaced by larger ones wherever they
    /// stand.
    @ParameterizedTest
    @CsvSource({
        "rgb.png, 0000001800000011, 00000af000000af0",
        "rgb.jpg, 00110018, 0af00af0",
        "cmyk.jpg, 00110018, 0af00af0",
        "palette.gif, 18001100, f00af00a",
        "rgb.bmp, 1800000011000000, f00a0000f00a0000",
        "lossy.webp, 18001100, f00af00a"
    })
    void headerThatLiesIsDamage(String name, String sides, String larger) {
        var bytes = replaced(SamplePictures.bytes(name), sides, larger);

        var refusal = assertThrows(PictureException.class, () -> PictureReader.read(bytes, name));
        assertEquals(Reason.DAMAGED, refusal.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.png, 0000001800000011, 0000ea6000002710",
        "rgb.png, 0000001800000011, 7fffffff7fffffff",
        "rgb.png, 0000001800000011, 0001ea6000000001",
        "rgb.jpg, 00110018, ffffffff",
        "palette.gif, 18001100, ffffffff",
        "lossy.webp, 18001100, ff3fff3f"
    })
    void bombIsRefusedByItsHeader(String name, String sides, String huge) {
        var bytes = replaced(SamplePictures.bytes(name), sides, huge);

        var refusal = assertThrows(PictureException.class, () -> PictureReader.read(bytes, name));
        assertEquals(Reason.TOO_LARGE, refusal.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.png, 0000001800000011, 00000bb800000bb8",
        "rgb.jpg, 00110018, 0bb80bb8",
        "progressive.jpg, 00110018, 0bb80bb8"
    })
    void largePictureMustHoldItsPixels(String name, String sides, String larger) {
        // the bytes behind the picture make 9 million pixels plausible, but not present
        var sample = SamplePictures.bytes(name);
        var padded = Arrays.copyOf(sample, sample.length + 50_000);
        var bytes = replaced(padded, sides, larger);

        var refusal = assertThrows(PictureException.class, () -> PictureReader.read(bytes, name));
        assertEquals(Reason.DAMAGED, refusal.reason());
    }

    private static void tryToRead(byte[] bytes, long seed) {
        try {
            PictureReader.read(bytes, "mangled");
        } catch (PictureException e) {
            assertNotEquals(Reason.UNREADABLE, e.reason(), "seed " + seed);
        }
    }

    private static byte[] mangled(byte[] bytes, Random random) {
        int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) -1);
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 2), (byte) 0);
            default -> {
                for (int i = 0; i < 6; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        var hex = HexFormat.of().formatHex(bytes);
        var replaced = HexFormat.of().parseHex(hex.replace(from, to));
        assertNotEquals(hex, HexFormat.of().formatHex(replaced), "nothing was replaced");
        return replaced;
    }
}
