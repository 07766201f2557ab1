package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.generate.Generator;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Tokenizer;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parts of an open model; owns them all.
///
/// @param vision empty if the model takes no pictures
/// @param stopIds tokens that end an answer
record LocalModel(
        ModelInfo info,
        PromptLayout layout,
        Generator generator,
        Optional<VisionEncoder> vision,
        Set<Integer> stopIds,
        Resources resources)
        implements AutoCloseable {

    static LocalModel open(InstalledModel model, Device device, Path cacheFolder, Progress progress)
            throws EngineException {
        var resources = new Resources();
        boolean whole = false;
        try {
            var opened = new Opening(model, device, resources).open(cacheFolder, progress);
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    @Override
    public void close() {
        resources.close();
    }

    private record Opening(InstalledModel model, Device device, Resources resources) {
        LocalModel open(Path cacheFolder, Progress progress) throws EngineException {
            var runtime = resources.add(Devices.open(device), InferenceRuntime::close);
            var options = BuildOptions.answering(device.kind());
            var compiled = new CompiledCache(cacheFolder, runtime);
            var sessions =
                    resources.add(
                            new CompiledSessions.Opening(runtime, compiled, options)
                                    .open(model, progress),
                            CompiledSessions::close);
            var checkpoint = resources.add(model.open(), Checkpoint::close);
            var tokenizer = resources.add(Tokenizer.open(checkpoint.tokenizer()), Tokenizer::close);
            var language = checkpoint.config().language();
            var decoder =
                    resources.add(
                            new Decoder(runtime, sessions.decoder(), language, options.lowering()),
                            Decoder::close);
            var info = info(checkpoint, decoder, runtime);
            return new LocalModel(
                    info,
                    new PromptLayout(prompts(checkpoint, tokenizer), info),
                    new Generator(decoder, new TokenEmbedding(checkpoint), tokenizer),
                    vision(checkpoint, sessions, runtime),
                    stopIds(checkpoint, tokenizer),
                    resources);
        }

        private ModelInfo info(Checkpoint checkpoint, Decoder decoder, InferenceRuntime runtime) {
            return new ModelInfo(
                    model.name(),
                    decoder.contextLength(),
                    checkpoint.config().imageTokens(),
                    runtime.device());
        }

        private static PromptEncoder prompts(Checkpoint checkpoint, Tokenizer tokenizer)
                throws EngineException {
            var source =
                    checkpoint
                            .chatTemplate()
                            .orElseThrow(() ->
                                    new UnsupportedModelException(
                                            "a model without a chat template", List.of()));
            return new PromptEncoder(
                    ChatTemplate.parse(source, checkpoint.specialTokens()),
                    tokenizer,
                    checkpoint.config().imageTokenId());
        }

        private static Optional<VisionEncoder> vision(
                Checkpoint checkpoint, CompiledSessions sessions, InferenceRuntime runtime)
                throws UnsupportedModelException {
            return sessions.vision().isEmpty()
                    ? Optional.empty()
                    : Optional.of(VisionEncoder.of(runtime, sessions.vision().get(), checkpoint));
        }

        private static Set<Integer> stopIds(Checkpoint checkpoint, Tokenizer tokenizer) {
            var ids = new HashSet<>(checkpoint.generation().eosTokenIds());
            checkpoint
                    .specialTokens()
                    .eos()
                    .ifPresent(eos -> tokenizer.idOf(eos).ifPresent(ids::add));
            return Set.copyOf(ids);
        }
    }
}
