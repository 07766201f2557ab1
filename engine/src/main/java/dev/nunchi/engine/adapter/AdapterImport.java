package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.CanonicalNames;
import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Reads what other programs write for a fine-tuned LLaVA.
///
/// | source | written by |
/// |---|---|
/// | folder with `adapter.json` | Nunchi |
/// | folder with `adapter_config.json` and `adapter_model` | PEFT |
/// | the same with `non_lora_trainables` | LLaVA, stage 2 with LoRA |
/// | folder with `mm_projector`, or that file itself | LLaVA, stage 1 |
///
/// Tensor files end in `.safetensors` or, as PyTorch writes them, `.bin`. None says exactly which
/// weights it was trained on: the user names the base, and shapes are checked against it.
public final class AdapterImport {
    private static final Pattern FACTOR =
            Pattern.compile("(.+)\\.lora_([AB])(?:\\.default)?\\.weight");
    private static final Pattern WRAPPERS =
            Pattern.compile("^(?:module\\.|base_model\\.model\\.)+");
    private static final Pattern SAVED = Pattern.compile("\\.modules_to_save(?:\\.default)?");

    private final BaseModel base;
    private final String name;

    /// @param name the new adapter's
    public AdapterImport(BaseModel base, String name) {
        this.base = base;
        this.name = name;
    }

    /// @throws AdapterException `DOES_NOT_FIT` if its shapes are not the base's, `OTHER_BASE` if it
    ///   is Nunchi's own and of another base
    /// @throws EngineException if it is damaged, not supported, or cannot be read
    public Adapter read(Path source) throws EngineException {
        if (AdapterFolder.isAdapter(source)) {
            var adapter = AdapterFolder.read(source).withName(name);
            adapter.requireBase(base.hash(), base.config());
            return adapter;
        }
        var found = new Found();
        Optional<PeftConfig> config = Optional.empty();
        if (Files.isDirectory(source)) {
            var document = source.resolve(PeftConfig.FILE);
            if (Files.isRegularFile(document)) {
                config = Optional.of(PeftConfig.read(document, name));
                found.add(required(source, "adapter_model"));
            }
            for (String projector : List.of("non_lora_trainables", "mm_projector")) {
                var file = ForeignTensors.find(source, projector);
                if (file.isPresent()) {
                    found.add(file.get());
                }
            }
        } else {
            found.add(source);
        }
        var adapter = found.adapter(config);
        adapter.requireFits(base.config());
        return adapter;
    }

    private Path required(Path folder, String file) throws AdapterException {
        return ForeignTensors.find(folder, file)
                .orElseThrow(() -> damaged(file + ".safetensors is missing"));
    }

    private AdapterException damaged(String problem) {
        return new AdapterException(name, Reason.DAMAGED, problem);
    }

    /// The factors of one linear layer, as far as they have been found.
    ///
    /// @param module its name in the file
    private record Half(String module, Map<String, Tensor> factors) {}

    /// The tensors of all files, sorted.
    private final class Found {
        private final SequencedMap<String, Tensor> projector = new LinkedHashMap<>();
        private final SequencedMap<String, Half> halves = new LinkedHashMap<>();

        void add(Path path) throws EngineException {
            try (var file = ForeignTensors.open(path)) {
                for (var tensor : file.tensors().entrySet()) {
                    add(WRAPPERS.matcher(tensor.getKey()).replaceFirst(""), tensor.getValue());
                }
            }
        }

        private void add(String stored, StoredTensor tensor) throws AdapterException {
            var factor = FACTOR.matcher(stored);
            if (factor.matches()) {
                String module = factor.group(1);
                String layer = layer(module).orElseThrow(() -> unknown(stored));
                halves.computeIfAbsent(layer, _ -> new Half(module, new LinkedHashMap<>()))
                        .factors()
                        .put(factor.group(2), floats(tensor));
                return;
            }
            String canonical =
                    CanonicalNames.of(SAVED.matcher(stored).replaceFirst(""))
                            .filter(name -> name.startsWith(AdapterNames.PROJECTOR))
                            .orElseThrow(() -> unknown(stored));
            projector.put(canonical, floats(tensor));
        }

        /// The canonical name of a linear layer that can have factors, or of several as one.
        private Optional<String> layer(String module) {
            return CanonicalNames.of(module + ".weight")
                    .map(weight -> weight.substring(0, weight.length() - ".weight".length()))
                    .filter(layer ->
                            AdapterNames.target(layer).isPresent() || joint(layer).isPresent());
        }

        private Optional<JointMatrix> joint(String layer) {
            return JointMatrix.find(base.config().language(), layer)
                    .filter(joint -> AdapterNames.isModule(layer, joint.module()));
        }

        private AdapterException unknown(String stored) {
            return new AdapterException(
                    name, Reason.UNSUPPORTED, "neither a projector's nor a LoRA tensor: " + stored);
        }

        private Tensor floats(StoredTensor tensor) throws AdapterException {
            if (!tensor.format().holdsReals()) {
                throw damaged(tensor.name() + " is stored as " + tensor.format());
            }
            return Tensor.ofFloats(tensor.shape(), tensor.toFloats());
        }

        Adapter adapter(Optional<PeftConfig> config) throws AdapterException {
            if (projector.isEmpty() && halves.isEmpty()) {
                throw damaged("no adapter_config.json, mm_projector or adapter.json");
            }
            if (halves.isEmpty()) {
                var provenance =
                        Provenance.imported(base.name(), Map.of("importedFrom", "mm_projector"));
                var info =
                        new AdapterInfo(
                                name, base.hash(), Optional.empty(), Optional.empty(), provenance);
                return new Adapter(info, projector, new LinkedHashMap<>());
            }
            var peft = config.orElseThrow(() -> damaged(PeftConfig.FILE + " is missing"));
            var modules = new ArrayList<UniformLora.Module>();
            for (var entry : halves.entrySet()) {
                var factors = factors(entry.getKey(), entry.getValue());
                double scale = peft.scale(entry.getValue().module(), factors.rank());
                for (var own : apart(entry.getKey(), factors).entrySet()) {
                    modules.add(new UniformLora.Module(own.getKey(), own.getValue(), scale));
                }
            }
            var lora = UniformLora.of(modules);
            var info =
                    new AdapterInfo(
                            name,
                            base.hash(),
                            Optional.of(lora.config()),
                            Optional.empty(),
                            Provenance.imported(base.name(), peft.settings()));
            return new Adapter(info, projector, lora.factors());
        }

        /// By the linear layers that the model has.
        private SequencedMap<String, LoraFactors> apart(String layer, LoraFactors factors)
                throws AdapterException {
            var joint = joint(layer);
            if (joint.isEmpty()) {
                return new LinkedHashMap<>(Map.of(layer, factors));
            }
            if (factors.outputs() != joint.get().rows()) {
                throw new AdapterException(
                        name,
                        Reason.DOES_NOT_FIT,
                        "%s is for %d rows, the model has %d"
                                .formatted(layer, factors.outputs(), joint.get().rows()));
            }
            return JoinedLora.apart(layer, joint.get(), factors);
        }

        private LoraFactors factors(String layer, Half half) throws AdapterException {
            var a = half.factors().get("A");
            var b = half.factors().get("B");
            if (a == null || b == null) {
                throw damaged(layer + " has one factor of two");
            }
            try {
                return new LoraFactors(a, b);
            } catch (IllegalArgumentException e) {
                throw damaged(layer + ": " + e.getMessage());
            }
        }
    }
}
