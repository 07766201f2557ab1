package dev.nunchi.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// Damages a file in ways that a reader could stumble over. Mutation `n` of a seed is always the
/// same.
public final class Mutations {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        7,
        255,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE / 4
    };
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "0",
                    "-1",
                    "1e308",
                    "-1e-308",
                    "9223372036854775807",
                    "1e99999",
                    "true",
                    "\"\"",
                    "\"../x\"",
                    "[]",
                    "{}",
                    "[[[]]]",
                    "[0]",
                    "{\"a\":1}",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "2147483647",
                    "0.5");
    private static final Pattern VALUE =
            Pattern.compile("(?<=[:,\\[])\\s*(\"[^\"]*\"|-?[\\d.eE+]+|true|false|null)");

    /// Where most headers are.
    private static final int HEADER = 2048;

    private final byte[] original;
    private final long seed;

    public Mutations(byte[] original, long seed) {
        this.original = original;
        this.seed = seed;
    }

    /// Mutation `n`: one to four changes of bytes.
    public byte[] bytes(int n) {
        var random = new SplittableRandom(seed + n);
        var bytes = original.clone();
        for (int change = random.nextInt(1, 5); change > 0 && bytes.length > 0; change--) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    /// Mutation `n` of a JSON text: one to three other values, or bytes changed.
    public byte[] json(int n) {
        var random = new SplittableRandom(seed + n);
        if (random.nextInt(4) == 0) {
            return bytes(n);
        }
        var text = new String(original, StandardCharsets.UTF_8);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            text = otherValue(text, random);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String otherValue(String text, SplittableRandom random) {
        var places = VALUE.matcher(text).results().toList();
        if (places.isEmpty()) {
            return text;
        }
        var place = places.get(random.nextInt(places.size()));
        String value =
                random.nextInt(3) == 0
                        ? places.get(random.nextInt(places.size())).group(1)
                        : VALUES.get(random.nextInt(VALUES.size()));
        return text.substring(0, place.start(1)) + value + text.substring(place.end(1));
    }

    private static byte[] changed(byte[] bytes, SplittableRandom random) {
        int at = place(bytes.length, random);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2, 3 -> putNumber(bytes, at, random);
            case 4 -> {
                return spliced(bytes, at, at + length(bytes.length - at, random), new byte[0]);
            }
            case 5 -> {
                var more = new byte[random.nextInt(1, 33)];
                random.nextBytes(more);
                return spliced(bytes, at, at, more);
            }
            case 6 -> {
                int from = place(bytes.length, random);
                int to = from + length(bytes.length - from, random);
                return spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    return Arrays.copyOf(bytes, at);
                }
                bytes[at] = bytes[place(bytes.length, random)];
            }
        }
        return bytes;
    }

    /// Near the start or the end more often than in the middle.
    private static int place(int length, SplittableRandom random) {
        int near = random.nextInt(Math.min(length, HEADER));
        return switch (random.nextInt(4)) {
            case 0, 1 -> near;
            case 2 -> length - 1 - near;
            default -> random.nextInt(length);
        };
    }

    private static int length(int most, SplittableRandom random) {
        return random.nextInt(1, Math.min(most, 64) + 1);
    }

    private static void putNumber(byte[] bytes, int at, SplittableRandom random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        var buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(number);
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        System.arraycopy(buffer.array(), 0, bytes, at, width);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        var out = new ByteArrayOutputStream(bytes.length + between.length);
        out.write(bytes, 0, from);
        out.writeBytes(between);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
