package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.checkpoint.PickleWriter;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.Tensor;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Writes an adapter as other programs want it: a PEFT folder, a projector, or both.
///
/// | | [Layout#LLAVA] | [Layout#HUGGING_FACE] |
/// |---|---|---|
/// | for | the original LLaVA; language models alone | `LlavaForConditionalGeneration` |
/// | LoRA | `adapter_model.safetensors`, `adapter_config.json` | the same |
/// | projector beside LoRA | `non_lora_trainables.bin` | in `adapter_model`, as `modules_to_save` |
/// | projector alone | `mm_projector.bin` | `mm_projector.safetensors` |
///
/// What is written can be read by [AdapterImport].
public final class AdapterExport {
    private static final String PEFT = "base_model.model.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Adapter adapter;
    private final Layout layout;
    private final JoinedLora joined;

    /// Whose names tensors get.
    public enum Layout {
        LLAVA("model."),
        HUGGING_FACE("model.language_model.");

        private final String language;

        Layout(String language) {
            this.language = language;
        }
    }

    /// For a base whose linear layers are all apart.
    public AdapterExport(Adapter adapter, Layout layout) {
        this(adapter, layout, List.of());
    }

    /// For a base of Phi-3's kind, too: there factors are those of the joint matrices.
    ///
    /// @param base what the adapter was trained on
    public static AdapterExport of(Adapter adapter, Layout layout, LanguageConfig base) {
        return new AdapterExport(adapter, layout, JointMatrix.ofFamily(base));
    }

    private AdapterExport(Adapter adapter, Layout layout, List<JointMatrix> joints) {
        this.adapter = adapter;
        this.layout = layout;
        joined = JoinedLora.of(adapter.lora(), joints);
    }

    /// @param folder made; must be empty if it is there
    /// @throws AdapterException `UNSUPPORTED` if the layout has no place for a part of the adapter
    /// @throws StorageException if the folder is not empty or cannot be written
    public void write(Path folder) throws EngineException {
        var projector = projector();
        Storage.createFolder(folder);
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new StorageException(
                        folder, StorageException.Reason.FAILED, "the folder is not empty");
            }
        } catch (IOException e) {
            throw StorageException.of(folder, "looking into the folder", e);
        }
        var lora = adapter.info().lora();
        if (lora.isPresent()) {
            writeLora(folder, lora.get(), projector);
        } else {
            writeProjector(folder, projector);
        }
    }

    private void writeLora(Path folder, LoraConfig lora, SequencedMap<String, Tensor> projector)
            throws StorageException {
        var tensors = new LinkedHashMap<String, Tensor>();
        joined.factors()
                .forEach((module, factors) -> {
                    String name = PEFT + module.replaceFirst("^model\\.", layout.language);
                    tensors.put(name + AdapterNames.A, factors.a());
                    tensors.put(name + AdapterNames.B, factors.b());
                });
        var saved = new LinkedHashMap<String, Tensor>();
        projector.forEach((name, tensor) -> saved.put(PEFT + name, tensor));
        switch (layout) {
            case HUGGING_FACE -> tensors.putAll(saved);
            case LLAVA -> {
                if (!saved.isEmpty()) {
                    PickleWriter.write(folder.resolve("non_lora_trainables.bin"), saved);
                }
            }
        }
        SafetensorsWriter.write(
                folder.resolve("adapter_model.safetensors"), tensors, Map.of("format", "pt"));
        try {
            Storage.flush(Files.writeString(folder.resolve(PeftConfig.FILE), config(lora)));
        } catch (IOException e) {
            throw StorageException.of(folder, "writing the adapter", e);
        }
    }

    private void writeProjector(Path folder, SequencedMap<String, Tensor> projector)
            throws StorageException {
        switch (layout) {
            case LLAVA -> PickleWriter.write(folder.resolve("mm_projector.bin"), projector);
            case HUGGING_FACE ->
                    SafetensorsWriter.write(
                            folder.resolve("mm_projector.safetensors"),
                            projector,
                            Map.of("format", "pt"));
        }
    }

    /// The projector under the layout's names.
    private SequencedMap<String, Tensor> projector() throws AdapterException {
        var renamed = new LinkedHashMap<String, Tensor>();
        for (var tensor : adapter.projector().entrySet()) {
            String own = tensor.getKey().substring(AdapterNames.PROJECTOR.length());
            if (own.startsWith("norm.")) {
                throw new AdapterException(
                        adapter.info().name(),
                        Reason.UNSUPPORTED,
                        "other programs have no projector that begins with a norm");
            }
            renamed.put(
                    switch (layout) {
                        case HUGGING_FACE -> "model." + tensor.getKey();
                        case LLAVA -> "model.mm_projector." + original(own);
                    },
                    tensor.getValue());
        }
        return renamed;
    }

    /// `linear_2.weight` is `2.weight` in a sequence with activations between; a projector of one
    /// layer is no sequence.
    private String original(String own) {
        int dot = own.indexOf('.');
        int layer = Integer.parseInt(own.substring("linear_".length(), dot));
        boolean alone =
                !adapter.projector().containsKey(AdapterNames.PROJECTOR + "linear_2.weight");
        return alone ? own.substring(dot + 1) : 2 * (layer - 1) + own.substring(dot);
    }

    /// Targets as an expression, so that layers of the same names in a vision tower stay alone.
    private String config(LoraConfig lora) {
        var root = JSON.createObjectNode();
        root.put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", adapter.info().provenance().baseName())
                .put("r", lora.rank())
                .put("lora_alpha", lora.alpha())
                .put("lora_dropout", 0.0)
                .put("bias", "none")
                .put("use_rslora", false)
                .put("fan_in_fan_out", false)
                .put("inference_mode", true)
                .put("target_modules", targets(lora));
        var ranks = root.putObject("rank_pattern");
        var alphas = root.putObject("alpha_pattern");
        joined.factors()
                .forEach((module, factors) -> {
                    if (factors.rank() != lora.rank()) {
                        String name = module.replaceFirst("^model\\.", layout.language);
                        String pattern = name.replace(".", "\\.");
                        ranks.put(pattern, factors.rank());
                        alphas.put(pattern, lora.scale() * factors.rank());
                    }
                });
        if (layout == Layout.HUGGING_FACE && !adapter.projector().isEmpty()) {
            root.putArray("modules_to_save").add("multi_modal_projector");
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private String targets(LoraConfig lora) {
        String layers = (layout.language + "layers").replace(".", "\\.");
        return joined.labels(lora.targets()).stream()
                .collect(
                        Collectors.joining("|", layers + "\\.\\d+\\.(?:self_attn|mlp)\\.(?:", ")"));
    }
}
