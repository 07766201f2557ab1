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
import java.util.List;
import java.util.Random;

/// Writes a LLaVA-1.5 in the layout of the published ones, with random float16 weights: shards of
/// safetensors with an index, CLIP ViT-L/14 at 336 pixels. Tokenizer and template are those of the
/// fixture `llava15`; vocabulary rows beyond its own are zeros, so that no other token is picked.
record RandomLlava(Size size) {
    /// Shapes of well-known language models.
    enum Size {
        /// TinyLlama: 2.8 GB with the tower.
        TINY(2048, 5632, 22, 4),
        /// Vicuna 7B: 14 GB with the tower.
        SEVEN(4096, 11008, 32, 32);

        private final int hidden;
        private final int intermediate;
        private final int layers;
        private final int kvHeads;

        Size(int hidden, int intermediate, int layers, int kvHeads) {
            this.hidden = hidden;
            this.intermediate = intermediate;
            this.layers = layers;
            this.kvHeads = kvHeads;
        }

        static Size parse(String name) {
            return switch (name) {
                case "1.1b" -> TINY;
                case "7b" -> SEVEN;
                default -> throw new IllegalArgumentException("sizes are 1.1b and 7b");
            };
        }
    }

    private static final int HEADS = 32;
    private static final int VOCABULARY = 32_064;
    private static final int FIXTURE_VOCABULARY = 2_002;
    private static final int VISION_WIDTH = 1024;
    private static final int VISION_INTERMEDIATE = 4096;
    private static final int VISION_LAYERS = 24;
    private static final int PATCH = 14;
    private static final int POSITIONS = 24 * 24 + 1;
    private static final long SHARD_BYTES = 5_000_000_000L;
    private static final float DEVIATION = 0.02f;
    private static final int NOISE_VALUES = 1 << 22;

    private enum Filling {
        NOISE,
        ONES,
        ZEROS
    }

    private record Entry(String name, Filling filling, List<Long> shape) {
        long bytes() {
            return 2 * shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /// `FOLDER SIZE FIXTURE`.
    public static void main(String[] arguments) throws IOException {
        new RandomLlava(Size.parse(arguments[1]))
                .write(Path.of(arguments[0]), Path.of(arguments[2]));
    }

    /// @param fixture the folder of `llava15/model`
    void write(Path folder, Path fixture) throws IOException {
        Files.createDirectories(folder);
        for (String name :
                List.of(
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "special_tokens_map.json",
                        "generation_config.json",
                        "chat_template.json")) {
            Files.write(folder.resolve(name), Files.readAllBytes(fixture.resolve(name)));
        }
        var pictures = Files.readString(fixture.resolve("preprocessor_config.json"));
        Files.writeString(
                folder.resolve("preprocessor_config.json"), pictures.replace(": 56", ": 336"));
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"architectures": ["LlavaForConditionalGeneration"], "model_type": "llava",
                 "image_token_index": 2000, "projector_hidden_act": "gelu", "torch_dtype": "float16",
                 "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
                 "tie_word_embeddings": false,
                 "vision_config": {"model_type": "clip_vision_model", "image_size": 336, "patch_size": 14,
                  "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
                  "num_attention_heads": 16, "projection_dim": 768},
                 "text_config": {"model_type": "llama", "vocab_size": %d, "hidden_size": %d,
                  "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                  "num_key_value_heads": %d, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05}}
                """
                        .formatted(
                                VOCABULARY,
                                size.hidden,
                                size.intermediate,
                                size.layers,
                                HEADS,
                                size.kvHeads));
        writeShards(folder, shards());
    }

    private List<List<Entry>> shards() {
        var shards = new ArrayList<List<Entry>>();
        long bytes = SHARD_BYTES;
        for (var entry : entries()) {
            if (bytes + entry.bytes() > SHARD_BYTES) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.getLast().add(entry);
            bytes += entry.bytes();
        }
        return shards;
    }

    private static void writeShards(Path folder, List<List<Entry>> shards) throws IOException {
        var noise = noise();
        var map = new ArrayList<String>();
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
        if (entry.name().endsWith("lm_head.weight")) {
            long used = left / VOCABULARY * FIXTURE_VOCABULARY;
            fill(out, noise, used, random);
            out.write(new byte[Math.toIntExact(left - used)]);
            return;
        }
        switch (entry.filling()) {
            case NOISE -> fill(out, noise, left, random);
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

    private List<Entry> entries() {
        var all = new ArrayList<Entry>();
        vision(all);
        String projector = "multi_modal_projector.";
        linear(all, projector + "linear_1", size.hidden, VISION_WIDTH);
        linear(all, projector + "linear_2", size.hidden, size.hidden);
        String model = "language_model.model.";
        add(all, model + "embed_tokens.weight", VOCABULARY, size.hidden);
        long keys = (long) size.hidden / HEADS * size.kvHeads;
        for (int i = 0; i < size.layers; i++) {
            String layer = model + "layers." + i + ".";
            all.add(ones(layer + "input_layernorm.weight", size.hidden));
            add(all, layer + "self_attn.q_proj.weight", size.hidden, size.hidden);
            add(all, layer + "self_attn.k_proj.weight", keys, size.hidden);
            add(all, layer + "self_attn.v_proj.weight", keys, size.hidden);
            add(all, layer + "self_attn.o_proj.weight", size.hidden, size.hidden);
            all.add(ones(layer + "post_attention_layernorm.weight", size.hidden));
            add(all, layer + "mlp.gate_proj.weight", size.intermediate, size.hidden);
            add(all, layer + "mlp.up_proj.weight", size.intermediate, size.hidden);
            add(all, layer + "mlp.down_proj.weight", size.hidden, size.intermediate);
        }
        all.add(ones(model + "norm.weight", size.hidden));
        add(all, "language_model.lm_head.weight", VOCABULARY, size.hidden);
        return all;
    }

    private static void vision(List<Entry> all) {
        String tower = "vision_tower.vision_model.";
        add(all, tower + "embeddings.class_embedding", VISION_WIDTH);
        add(all, tower + "embeddings.patch_embedding.weight", VISION_WIDTH, 3, PATCH, PATCH);
        add(all, tower + "embeddings.position_embedding.weight", POSITIONS, VISION_WIDTH);
        norm(all, tower + "pre_layrnorm");
        for (int i = 0; i < VISION_LAYERS; i++) {
            String layer = tower + "encoder.layers." + i + ".";
            norm(all, layer + "layer_norm1");
            for (String part : List.of("q", "k", "v", "out")) {
                linear(all, layer + "self_attn." + part + "_proj", VISION_WIDTH, VISION_WIDTH);
            }
            norm(all, layer + "layer_norm2");
            linear(all, layer + "mlp.fc1", VISION_INTERMEDIATE, VISION_WIDTH);
            linear(all, layer + "mlp.fc2", VISION_WIDTH, VISION_INTERMEDIATE);
        }
        norm(all, tower + "post_layernorm");
    }

    private static void add(List<Entry> all, String name, long... shape) {
        var dims = new ArrayList<Long>();
        for (long dim : shape) {
            dims.add(dim);
        }
        all.add(new Entry(name, Filling.NOISE, dims));
    }

    private static void linear(List<Entry> all, String name, long outputs, long inputs) {
        add(all, name + ".weight", outputs, inputs);
        all.add(new Entry(name + ".bias", Filling.ZEROS, List.of(outputs)));
    }

    private static void norm(List<Entry> all, String name) {
        all.add(ones(name + ".weight", VISION_WIDTH));
        all.add(new Entry(name + ".bias", Filling.ZEROS, List.of((long) VISION_WIDTH)));
    }

    private static Entry ones(String name, long width) {
        return new Entry(name, Filling.ONES, List.of(width));
    }
}
