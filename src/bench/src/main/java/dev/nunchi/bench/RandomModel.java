package dev.nunchi.bench;

import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Writes a LLaVA of 1.1 billion parameters at 22 layers with random weights: TinyLlama's shape in
/// Q4_0, head and embeddings in Q8_0, behind a projector for CLIP ViT-L/336. It has no tower.
record RandomModel(int layers) {
    private static final int HIDDEN = 2048;
    private static final int INTERMEDIATE = 5632;
    private static final int HEADS = 32;
    private static final int KV_HEADS = 4;
    private static final int VOCABULARY = 32_000;
    private static final int VISION_WIDTH = 1024;
    private static final int ALIGNMENT = 32;

    /// Weights of a standard deviation near 0.02.
    private static final float Q4_SCALE = 0.0043f;

    private static final float Q8_SCALE = 0.00027f;

    private static final String CONFIG =
            """
            {"model_type": "llava", "image_token_index": null,
             "text_config": {"model_type": "llama", "gguf_file": "language.gguf"},
             "projector_config": {"weights_file": "projector.safetensors", "mm_projector_type": "mlp2x_gelu"},
             "vision_config": {"model_type": "clip_vision_model", "image_size": 336, "patch_size": 14,
              "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16}}
            """;

    /// ggml's block formats.
    private enum Format {
        F32(0, 1, 4),
        Q4_0(2, 32, 18),
        Q8_0(8, 32, 34);

        private final int ggml;
        private final int block;
        private final int bytes;

        Format(int ggml, int block, int bytes) {
            this.ggml = ggml;
            this.block = block;
            this.bytes = bytes;
        }
    }

    private record Entry(String name, Format format, int rows, int width) {
        long bytes() {
            return (long) rows * width / format.block * format.bytes;
        }

        long padded() {
            return Math.ceilDiv(bytes(), ALIGNMENT) * (long) ALIGNMENT;
        }
    }

    void write(Path folder, Path assets) throws IOException, EngineException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        var pictures = folder.resolve("preprocessor_config.json");
        Files.deleteIfExists(pictures);
        Files.copy(DefaultModel.folder(assets).resolve("preprocessor_config.json"), pictures);
        writeProjector(folder.resolve("projector.safetensors"));
        try (var out =
                new BufferedOutputStream(
                        Files.newOutputStream(folder.resolve("language.gguf")), 1 << 20)) {
            writeLanguage(out);
        }
    }

    private static void writeProjector(Path file) throws EngineException {
        var random = new Random(1);
        var tensors = new LinkedHashMap<String, Tensor>();
        int inputs = VISION_WIDTH;
        for (String name : List.of("linear_1", "linear_2")) {
            var weight = gaussian(random, HIDDEN * inputs, (float) (1 / Math.sqrt(inputs)));
            String prefix = "multi_modal_projector." + name;
            tensors.put(prefix + ".weight", Tensor.ofFloats(Shape.of(HIDDEN, inputs), weight));
            tensors.put(prefix + ".bias", Tensor.ofFloats(Shape.of(HIDDEN), new float[HIDDEN]));
            inputs = HIDDEN;
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    private static float[] gaussian(Random random, int count, float deviation) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * deviation;
        }
        return values;
    }

    private List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry("token_embd.weight", Format.Q8_0, VOCABULARY, HIDDEN));
        entries.add(new Entry("output.weight", Format.Q8_0, VOCABULARY, HIDDEN));
        entries.add(new Entry("output_norm.weight", Format.F32, 1, HIDDEN));
        int keys = HIDDEN / HEADS * KV_HEADS;
        for (int i = 0; i < layers; i++) {
            String layer = "blk." + i + ".";
            entries.add(new Entry(layer + "attn_norm.weight", Format.F32, 1, HIDDEN));
            entries.add(new Entry(layer + "ffn_norm.weight", Format.F32, 1, HIDDEN));
            entries.add(new Entry(layer + "attn_q.weight", Format.Q4_0, HIDDEN, HIDDEN));
            entries.add(new Entry(layer + "attn_k.weight", Format.Q4_0, keys, HIDDEN));
            entries.add(new Entry(layer + "attn_v.weight", Format.Q4_0, keys, HIDDEN));
            entries.add(new Entry(layer + "attn_output.weight", Format.Q4_0, HIDDEN, HIDDEN));
            entries.add(new Entry(layer + "ffn_gate.weight", Format.Q4_0, INTERMEDIATE, HIDDEN));
            entries.add(new Entry(layer + "ffn_up.weight", Format.Q4_0, INTERMEDIATE, HIDDEN));
            entries.add(new Entry(layer + "ffn_down.weight", Format.Q4_0, HIDDEN, INTERMEDIATE));
        }
        return entries;
    }

    private void writeLanguage(OutputStream out) throws IOException {
        var entries = entries();
        var header = header(entries);
        out.write(header);
        out.write(new byte[-header.length & (ALIGNMENT - 1)]);
        var random = new Random(2);
        for (var entry : entries) {
            for (int r = 0; r < entry.rows(); r++) {
                out.write(row(entry, random));
            }
            out.write(new byte[(int) (entry.padded() - entry.bytes())]);
        }
    }

    private static byte[] row(Entry entry, Random random) {
        var bytes = new byte[entry.width() / entry.format().block * entry.format().bytes];
        var row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (entry.format() == Format.F32) {
            for (int i = 0; i < entry.width(); i++) {
                row.putFloat(1);
            }
            return bytes;
        }
        random.nextBytes(bytes);
        float scale = entry.format() == Format.Q4_0 ? Q4_SCALE : Q8_SCALE;
        for (int at = 0; at < bytes.length; at += entry.format().bytes) {
            row.putShort(at, Float.floatToFloat16(scale));
        }
        return bytes;
    }

    /// See [the format](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
    private byte[] header(List<Entry> entries) {
        var sizes =
                Map.of(
                        "llama.embedding_length", HIDDEN,
                        "llama.feed_forward_length", INTERMEDIATE,
                        "llama.block_count", layers,
                        "llama.attention.head_count", HEADS,
                        "llama.attention.head_count_kv", KV_HEADS,
                        "llama.context_length", 2048);
        var out = new Little();
        out.raw("GGUF".getBytes(StandardCharsets.US_ASCII)).i32(3).i64(entries.size());
        out.i64(sizes.size() + 1).text("general.architecture").i32(8).text("llama");
        sizes.forEach((key, value) -> out.text(key).i32(4).i32(value));
        long offset = 0;
        for (var entry : entries) {
            boolean vector = entry.rows() == 1;
            out.text(entry.name()).i32(vector ? 1 : 2).i64(entry.width());
            if (!vector) {
                out.i64(entry.rows());
            }
            out.i32(entry.format().ggml).i64(offset);
            offset += entry.padded();
        }
        return out.bytes.toByteArray();
    }

    private static final class Little {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Little raw(byte[] values) {
            bytes.writeBytes(values);
            return this;
        }

        Little i32(int value) {
            return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        Little i64(long value) {
            return raw(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        }

        Little text(String value) {
            var utf8 = value.getBytes(StandardCharsets.UTF_8);
            return i64(utf8.length).raw(utf8);
        }
    }
}
