package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.Tokenizer;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Opens a model part by part.
///
/// @param resources takes over whatever was opened, also when the next part fails
record LocalModelOpening(InstalledModel model, OpenOptions options, Resources resources) {

    LocalModel open(Progress progress) throws EngineException {
        var learnt = learnt();
        var runtime = resources.add(Devices.open(options.device()), InferenceRuntime::close);
        var build = BuildOptions.answering(options.device().kind());
        var opening =
                new CompiledSessions.Opening(
                        runtime,
                        new CompiledCache(options.cacheFolder(), runtime),
                        build,
                        learnt,
                        options.threads());
        var sessions = resources.add(opening.open(model, progress), CompiledSessions::close);
        var checkpoint = resources.add(model.open(), Checkpoint::close);
        var tokenizer = resources.add(Tokenizer.open(checkpoint.tokenizer()), Tokenizer::close);
        var shared = new SharedParts(runtime, build.lowering(), sessions, checkpoint, tokenizer);
        var info = info(checkpoint, runtime);
        var variants = new VariantBuilder(shared, info, resources).build(learnt);
        return new LocalModel(
                info, checkpoint, variants, tokenizer, stopIds(checkpoint, tokenizer), resources);
    }

    /// Before anything is compiled: a large model takes minutes.
    ///
    /// @throws EngineException if an adapter, or what the model has learnt itself, does not stand
    ///   on its weights
    private Learnt learnt() throws EngineException {
        boolean asShipped =
                options.form() == ModelForm.AS_SHIPPED && OwnAdapter.isIn(model.folder());
        if (!asShipped && options.adapters().isEmpty()) {
            return new Learnt(Optional.empty(), List.of());
        }
        try (var checkpoint = model.open()) {
            String hash = BaseHash.of(checkpoint, options.cacheFolder());
            var base = new BaseModel(model.name(), hash, checkpoint.config());
            for (var adapter : options.adapters()) {
                adapter.requireBase(hash, checkpoint.config());
            }
            return new Learnt(
                    asShipped ? OwnAdapter.read(model.folder(), base) : Optional.empty(),
                    options.adapters());
        }
    }

    private ModelInfo info(Checkpoint checkpoint, InferenceRuntime runtime) {
        return new ModelInfo(
                model.name(),
                options.contextLength(checkpoint.config().language()),
                checkpoint.config().imageTokens(),
                checkpoint.config().tiling().isPresent(),
                runtime.device(),
                options.adapters().stream().map(adapter -> adapter.info().name()).toList(),
                options.threads());
    }

    private static Set<Integer> stopIds(Checkpoint checkpoint, Tokenizer tokenizer) {
        var ids = new HashSet<>(checkpoint.generation().eosTokenIds());
        checkpoint.specialTokens().eos().ifPresent(eos -> tokenizer.idOf(eos).ifPresent(ids::add));
        return Set.copyOf(ids);
    }
}
