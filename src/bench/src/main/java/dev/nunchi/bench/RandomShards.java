package dev.nunchi.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Random float16 weights in shards of safetensors with an index, as large models are published.
final class RandomShards {
    private static final long SHARD_BYTES = 5_000_000_000L;
    private static final float DEVIATION = 0.02f;
    private static final int NOISE_VALUES = 1 << 22;

    private final List<Entry> entries = new ArrayList<>();

    private enum Filling {
        NOISE,
        ONES,
        ZEROS
    }

    /// @param rows of noise; zeros follow
    private record Entry(String name, Filling filling, List<Long> shape, long rows) {
        long bytes() {
            return 2 * shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /// Noise of the usual deviation.
    void noise(String name, long... shape) {
        add(name, Filling.NOISE, shape);
    }

    /// A matrix whose last rows are zeros.
    ///
    /// @param rows those before
    void noiseAbove(long rows, String name, long... shape) {
        entries.add(new Entry(name, Filling.NOISE, list(shape), rows));
    }

    void ones(String name, long width) {
        add(name, Filling.ONES, width);
    }

    /// Weight and bias.
    void linear(String name, long outputs, long inputs) {
        noise(name + ".weight", outputs, inputs);
        add(name + ".bias", Filling.ZEROS, outputs);
    }

    /// Weight and bias.
    void norm(String name, long width) {
        ones(name + ".weight", width);
        add(name + ".bias", Filling.ZEROS, width);
    }

    private void add(String name, Filling filling, long... shape) {
        entries.add(new Entry(name, filling, list(shape), shape[0]));
    }

    private static List<Long> list(long... shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    void write(Path folder) throws IOException {
        var noise = noise();
        var map = new ArrayList<String>();
        var shards = shards();
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            for (var entry : shards.get(i)) {
                map.add("\"%s\": \"%s\"".formatted(entry.name(), name));
            }
            try (var out =
                    new BufferedOutputStream(
                            Files.newOutputStream(folder.resolve(name)), 1 << 20)) {
                writeShard(out, shards.get(i), noise);
            }
        }
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\": {}, \"weight_map\": {%s}}".formatted(String.join(",\n", map)));
    }

    private List<List<Entry>> shards() {
        var shards = new ArrayList<List<Entry>>();
        long bytes = SHARD_BYTES;
        for (var entry : entries) {
            if (bytes + entry.bytes() > SHARD_BYTES) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.getLast().add(entry);
            bytes += entry.bytes();
        }
        return shards;
    }

    private static void writeShard(OutputStream out, List<Entry> entries, byte[] noise)
            throws IOException {
        var fields = new ArrayList<String>();
        long offset = 0;
        for (var entry : entries) {
            fields.add(
                    "\"%s\": {\"dtype\": \"F16\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
                            .formatted(
                                    entry.name(), entry.shape(), offset, offset + entry.bytes()));
            offset += entry.bytes();
        }
        var header = "{%s}".formatted(String.join(", ", fields)).getBytes(StandardCharsets.UTF_8);
        out.write(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
        out.write(header);
        var random = new Random(1);
        for (var entry : entries) {
            writeEntry(out, entry, noise, random);
        }
    }

    private static void writeEntry(OutputStream out, Entry entry, byte[] noise, Random random)
            throws IOException {
        long left = entry.bytes();
        long noisy = left / entry.shape().getFirst() * entry.rows();
        switch (entry.filling()) {
            case NOISE -> {
                fill(out, noise, noisy, random);
                out.write(new byte[Math.toIntExact(left - noisy)]);
            }
            case ZEROS -> out.write(new byte[Math.toIntExact(left)]);
            case ONES -> {
                for (long i = 0; i < left; i += 2) {
                    out.write(0x00);
                    out.write(0x3C);
                }
            }
        }
    }

    /// From another place of the noise each time: drawing billions of values would take minutes.
    private static void fill(OutputStream out, byte[] noise, long bytes, Random random)
            throws IOException {
        for (long left = bytes; left > 0; ) {
            int start = 2 * random.nextInt(NOISE_VALUES / 2);
            int count = (int) Math.min(left, noise.length - start);
            out.write(noise, start, count);
            left -= count;
        }
    }

    private static byte[] noise() {
        var random = new Random(2);
        var noise = ByteBuffer.allocate(2 * NOISE_VALUES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < NOISE_VALUES; i++) {
            noise.putShort(Float.floatToFloat16((float) random.nextGaussian() * DEVIATION));
        }
        return noise.array();
    }
}
