package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes a checkpoint of any layout as a folder that transformers' `from_pretrained` opens: floats
/// in one `model.safetensors`, `config.json`, tokenizer, chat template, pictures' processor.
///
/// Matrices that the family has as one are put together; norms that a converter counted from zero
/// are counted from one again. A vocabulary without a token for pictures gets one behind its last
/// row, `<image>`, whose rows are zeros. A row is in memory at a time.
///
/// @param checkpoint open; float or in blocks
/// @param dtype F32, F16 or BF16
/// @param edit what is changed on the way, under canonical names
public record HuggingFaceFolder(Checkpoint checkpoint, DType dtype, FloatFile.Edit edit) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String IMAGE = "<image>";
    private static final String LAYER = "vision_tower.encoder.layers.";

    /// @param parts rows one behind the other, in canonical terms
    /// @param extra rows of zeros at the end
    private record Entry(String name, List<StoredTensor> parts, int extra) {
        Shape shape() {
            var first = parts.getFirst().shape();
            if (first.rank() < 2) {
                return first;
            }
            long rows = parts.stream().mapToLong(part -> part.shape().dim(0)).sum() + extra;
            var dims = new ArrayList<>(first.dims());
            dims.set(0, rows);
            return new Shape(dims);
        }
    }

    /// @param folder empty, or not there yet
    /// @param tokenizer the text of the model's `tokenizer.json`
    /// @return false if cancelled; what is there is then of no use
    /// @throws dev.nunchi.engine.error.UnsupportedModelException if transformers has no such model
    /// @throws EngineException if the disk is full
    public boolean write(Path folder, String tokenizer, CancelToken cancel) throws EngineException {
        var config = checkpoint.config();
        boolean added = addsImageToken();
        int vocabulary = config.language().vocabSize();
        int image = config.imageTokenId().orElse(vocabulary);
        var root =
                new HfConfigWriter(config, visionLayers(), image)
                        .json(vocabulary + (added ? 1 : 0), typeName(), checkpoint.generation());
        try {
            Storage.createFolder(folder);
            put(folder, "config.json", root);
            put(folder, "generation_config.json", generation());
            put(folder, "tokenizer_config.json", tokenizerConfig());
            text(folder, "tokenizer.json", added ? withImage(tokenizer, image) : tokenizer);
            if (checkpoint.chatTemplate().isPresent()) {
                text(folder, "chat_template.jinja", checkpoint.chatTemplate().get());
            }
            if (checkpoint.pictures().isPresent()) {
                put(folder, "preprocessor_config.json", pictures(checkpoint.pictures().get()));
            }
            return writeWeights(folder.resolve("model.safetensors"), entries(), cancel);
        } catch (IOException e) {
            throw StorageException.of(folder, "writing the model", e);
        }
    }

    private boolean addsImageToken() {
        var config = checkpoint.config();
        return config.vision().isPresent() && config.imageTokenId().isEmpty();
    }

    private String typeName() {
        return switch (dtype) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
    }

    /// Those of which all tensors are there.
    private int visionLayers() {
        int layers = checkpoint.config().visionLayersToRun();
        while (checkpoint.find(LAYER + layers + ".layer_norm1.weight").isPresent()) {
            layers++;
        }
        return layers;
    }

    private List<Entry> entries() throws EngineException {
        var config = checkpoint.config();
        var joints = JointMatrix.ofFamily(config.language());
        var joined = new LinkedHashSet<String>();
        var entries = new ArrayList<Entry>();
        for (String name : names()) {
            var joint =
                    joints.stream()
                            .filter(it ->
                                    it.parts().stream()
                                            .anyMatch(p -> name.contains(p.module() + ".")))
                            .findFirst();
            if (joint.isEmpty()) {
                int extra = addsImageToken() && isVocabulary(name) ? 1 : 0;
                entries.add(new Entry(stored(name), List.of(checkpoint.tensor(name)), extra));
                continue;
            }
            String own = joined(name, joint.get());
            if (joined.add(own)) {
                var parts = new ArrayList<StoredTensor>();
                for (var part : joint.get().parts()) {
                    parts.add(checkpoint.tensor(joint.get().nameOf(part, own)));
                }
                entries.add(new Entry(stored(own), parts, 0));
            }
        }
        return entries;
    }

    /// All that the configuration calls for, and what else the tower has.
    private Set<String> names() {
        var names = new LinkedHashSet<>(ExpectedTensors.of(checkpoint.config()).keySet());
        checkpoint.tensors().keySet().stream()
                .filter(name -> name.startsWith("vision_tower."))
                .forEach(names::add);
        return names;
    }

    private static boolean isVocabulary(String name) {
        return name.equals("model.embed_tokens.weight") || name.equals("lm_head.weight");
    }

    private static String joined(String name, JointMatrix joint) {
        String own = name;
        for (var part : joint.parts()) {
            own = own.replace(part.module() + ".", joint.module() + ".");
        }
        return own;
    }

    /// The name that transformers gives a tensor.
    private String stored(String canonical) {
        if (checkpoint.config().vision().isEmpty()) {
            return canonical;
        }
        if (canonical.startsWith("model.") || canonical.startsWith("lm_head.")) {
            return "language_model." + canonical;
        }
        return canonical.replaceFirst("^vision_tower\\.", "vision_tower.vision_model.");
    }

    private boolean writeWeights(Path file, List<Entry> entries, CancelToken cancel)
            throws IOException {
        var layout = new SafetensorsLayout(Map.of("format", "pt"));
        for (var entry : entries) {
            long bytes = dtype.bytesFor(entry.shape().count());
            layout.add(entry.name(), dtype.name(), entry.shape(), bytes);
        }
        try (var out =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            FloatFile.writeAll(out, ByteBuffer.wrap(layout.start()));
            for (var entry : entries) {
                if (cancel.isCancelled()) {
                    return false;
                }
                for (var part : entry.parts()) {
                    FloatFile.write(part, dtype, out, (row, values) -> change(part, row, values));
                }
                long width = entry.parts().getFirst().rowElements();
                int zeros = Math.toIntExact(dtype.bytesFor(entry.extra() * width));
                FloatFile.writeAll(out, ByteBuffer.allocate(zeros));
            }
            out.force(true);
        }
        return true;
    }

    private void change(StoredTensor tensor, long row, float[] values) {
        edit.change(tensor, row, values);
        if (isGemmas() && tensor.name().contains("norm") && tensor.name().startsWith("model.")) {
            for (int i = 0; i < values.length; i++) {
                values[i] -= 1;
            }
        }
    }

    /// A Gemma whose norms a converter has counted from zero.
    private boolean isGemmas() {
        var language = checkpoint.config().language();
        return language.family().equals(GemmaFamily.TITLE)
                && language.form().norm().kind() == NormKind.RMS;
    }

    private ObjectNode generation() {
        var defaults = checkpoint.generation();
        var node = JSON.createObjectNode();
        var ids = node.putArray("eos_token_id");
        defaults.eosTokenIds().forEach(ids::add);
        node.put("do_sample", defaults.sample());
        defaults.temperature().ifPresent(value -> node.put("temperature", value));
        defaults.topK().ifPresent(value -> node.put("top_k", value));
        defaults.topP().ifPresent(value -> node.put("top_p", value));
        defaults.repetitionPenalty().ifPresent(value -> node.put("repetition_penalty", value));
        return node;
    }

    private ObjectNode tokenizerConfig() {
        var specials = checkpoint.specialTokens();
        var node = JSON.createObjectNode();
        node.put("tokenizer_class", "PreTrainedTokenizerFast");
        node.put("clean_up_tokenization_spaces", false);
        node.put("model_max_length", checkpoint.config().language().contextLength());
        specials.bos().ifPresent(text -> node.put("bos_token", text));
        specials.eos().ifPresent(text -> node.put("eos_token", text));
        specials.pad().ifPresent(text -> node.put("pad_token", text));
        specials.unknown().ifPresent(text -> node.put("unk_token", text));
        checkpoint.chatTemplate().ifPresent(text -> node.put("chat_template", text));
        return node;
    }

    private static String withImage(String tokenizer, int id) {
        var root = (ObjectNode) JSON.readTree(tokenizer);
        root.withArray("added_tokens")
                .addObject()
                .put("id", id)
                .put("content", IMAGE)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        return JSON.writeValueAsString(root);
    }

    private ObjectNode pictures(PictureConfig config) {
        var node = JSON.createObjectNode();
        boolean siglip = checkpoint.config().vision().orElseThrow() instanceof SiglipConfig;
        node.put("image_processor_type", siglip ? "SiglipImageProcessor" : "CLIPImageProcessor");
        config.tiling()
                .ifPresent(tiling -> {
                    boolean next = tiling.maxTiles().isEmpty();
                    node.put(
                            "image_processor_type",
                            next ? "LlavaNextImageProcessor" : "LlavaOnevisionImageProcessor");
                    HfConfigWriter.pinpoints(node, tiling);
                });
        switch (config.resize()) {
            case PictureConfig.Resize.None _ -> node.put("do_resize", false);
            case PictureConfig.Resize.Exact(PictureConfig.Size size) ->
                    node.putObject("size").put("height", size.height()).put("width", size.width());
            case PictureConfig.Resize.ShortestEdge(int edge, _) ->
                    node.putObject("size").put("shortest_edge", edge);
        }
        node.put("do_center_crop", config.crop().isPresent());
        config.crop()
                .ifPresent(size ->
                        node.putObject("crop_size")
                                .put("height", size.height())
                                .put("width", size.width()));
        node.put("resample", config.resample().code());
        var rule = config.normalisation();
        node.put("rescale_factor", rule.rescaleFactor());
        var mean = node.putArray("image_mean");
        rule.mean().forEach(mean::add);
        var deviation = node.putArray("image_std");
        rule.deviation().forEach(deviation::add);
        return node;
    }

    private static void put(Path folder, String name, ObjectNode node) throws IOException {
        text(folder, name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    }

    private static void text(Path folder, String name, String text) throws IOException {
        Storage.flush(Files.writeString(folder.resolve(name), text));
    }
}
