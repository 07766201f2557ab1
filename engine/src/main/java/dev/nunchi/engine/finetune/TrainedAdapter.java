package dev.nunchi.engine.finetune;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.LoraFactors;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run has learnt, as an adapter that says where it comes from.
record TrainedAdapter(Run.Parts parts, RunFacts facts) {
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    /// Adds the live parameters to the installed adapters, under the run's name.
    ///
    /// @param adapters the folder of adapters
    /// @return the adapter's folder
    Path write(Path adapters) throws EngineException {
        var projector = new LinkedHashMap<>(parts.learner().projector());
        var lora = factors(parts.learner().parameters());
        var info = info(lora.isEmpty() ? Optional.empty() : facts.request().settings().lora());
        return new AdapterLibrary(adapters).add(new Adapter(info, projector, lora)).folder();
    }

    /// Where what was learnt comes from.
    AdapterInfo info(Optional<LoraConfig> lora) {
        return new AdapterInfo(
                parts.folder().name(), facts.modelHash(), lora, Optional.empty(), provenance());
    }

    private static SequencedMap<String, LoraFactors> factors(
            SequencedMap<String, Tensor> parameters) {
        var factors = new LinkedHashMap<String, LoraFactors>();
        parameters.forEach((name, a) -> {
            if (name.endsWith(A)) {
                String layer = name.substring(0, name.length() - A.length());
                var b = parameters.get(layer + B);
                if (b == null) {
                    throw new IllegalStateException(name + " has no " + B);
                }
                factors.put(layer, new LoraFactors(a, b));
            }
        });
        return factors;
    }

    private Provenance provenance() {
        return new Provenance(
                facts.request().model(),
                Optional.of(facts.dataHash()),
                OptionalLong.of(facts.request().settings().seed()),
                settings(),
                versions());
    }

    private SortedMap<String, String> settings() {
        var settings = new TreeMap<>(RunJson.flat(facts.request().settings()));
        facts.request().mix().ifPresent(mix -> settings.put("mix", mix.weights().toString()));
        settings.put("steps", Long.toString(facts.steps()));
        new RunStart(parts.model(), facts.request())
                .name()
                .ifPresent(name -> settings.put("from", name));
        return settings;
    }

    private SortedMap<String, String> versions() {
        var versions = new TreeMap<String, String>();
        versions.put("nunchi", facts.version());
        versions.put("runtime", parts.model().runtime().version());
        return versions;
    }
}
