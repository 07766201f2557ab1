package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.generate.Generator;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.PromptEncoder;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Puts the variants of a model together on one set of weights.
///
/// ```
///            ┌─ projector of the base ──── features ─┐
/// tower ─────┤                                       ├─ decoder ─ KV cache of the base
///            └─ projector of adapter a ─── features ─┴─ decoder + factors of a ─ KV cache of a
/// ```
///
/// There is no branch for the base where the model's own adapter answers in its place, and that
/// adapter's factors are part of the decoder where there is no other. An adapter without a
/// projector sees through the base's.
final class VariantBuilder {
    private final SharedParts shared;
    private final ModelInfo info;
    private final Resources resources;
    private final AdapterWeights weights;
    private final TokenEmbedding embedding;

    /// @param resources takes over what the variants own: KV caches and adapters' weights
    VariantBuilder(SharedParts shared, ModelInfo info, Resources resources) throws EngineException {
        this.shared = shared;
        this.info = info;
        this.resources = resources;
        weights = new AdapterWeights(shared.runtime(), shared.checkpoint(), shared.lowering());
        embedding = new TokenEmbedding(shared.checkpoint());
    }

    Variants build(Learnt learnt) throws EngineException {
        boolean adaptable = learnt.adaptable().contains(AdaptedPart.DECODER);
        var eyes = eyes(learnt);
        var own = variant(learnt.own(), adaptable, eyes);
        var adapted = new HashMap<String, Variant>();
        for (var adapter : learnt.others()) {
            adapted.put(adapter.info().name(), variant(Optional.of(adapter), adaptable, eyes));
        }
        return new Variants(own, adapted);
    }

    private Variant variant(Optional<Adapter> adapter, boolean adaptable, Optional<Eyes> eyes)
            throws EngineException {
        var template = adapter.flatMap(a -> a.info().chatTemplate());
        return new Variant(layout(template), generator(adapter, adaptable), vision(adapter, eyes));
    }

    /// What sees pictures.
    ///
    /// @param base through its own projector
    private record Eyes(TowerEncoder tower, VisionEncoder base) {}

    private Optional<VisionEncoder> vision(Optional<Adapter> adapter, Optional<Eyes> eyes)
            throws EngineException {
        if (eyes.isEmpty()) {
            return Optional.empty();
        }
        boolean ownProjector = adapter.isPresent() && !adapter.get().projector().isEmpty();
        return Optional.of(
                ownProjector ? encoder(eyes.get().tower(), adapter.get()) : eyes.get().base());
    }

    private PromptLayout layout(Optional<String> ownTemplate) throws EngineException {
        var checkpoint = shared.checkpoint();
        var source =
                ownTemplate
                        .or(checkpoint::chatTemplate)
                        .orElseThrow(() ->
                                new UnsupportedModelException(
                                        UnsupportedModelException.Reason.NO_TEMPLATE,
                                        info.name(),
                                        List.of()));
        var prompts =
                new PromptEncoder(
                        ChatTemplate.parse(source, checkpoint.specialTokens()),
                        shared.tokenizer(),
                        checkpoint.config().imageTokenId());
        return new PromptLayout(prompts, info, checkpoint.config());
    }

    private Generator generator(Optional<Adapter> adapter, boolean adaptable)
            throws EngineException {
        var session = shared.sessions().decoder();
        if (adaptable) {
            session = resources.add(weights.decoder(session, adapter), Session::close);
        }
        var decoder =
                new Decoder(
                        shared.runtime(),
                        session,
                        shared.checkpoint().config().language(),
                        new Decoder.Use(shared.lowering(), info.contextLength()));
        resources.add(decoder, Decoder::close);
        return new Generator(decoder, embedding, shared.tokenizer());
    }

    private Optional<Eyes> eyes(Learnt learnt) throws EngineException {
        var vision = shared.sessions().vision();
        if (vision.isEmpty()) {
            return Optional.empty();
        }
        var sharing =
                AdaptedPart.of(learnt.others()).contains(AdaptedPart.PROJECTOR)
                        ? TowerEncoder.Sharing.SEVERAL_PROJECTORS
                        : TowerEncoder.Sharing.ONE_PROJECTOR;
        var tower =
                TowerEncoder.of(
                        shared.runtime(), vision.get().tower(), shared.checkpoint(), sharing);
        return Optional.of(new Eyes(tower, new VisionEncoder(tower, vision.get().projector())));
    }

    private VisionEncoder encoder(TowerEncoder tower, Adapter adapter) throws EngineException {
        var session = shared.sessions().vision().orElseThrow().adaptableProjector().orElseThrow();
        var projector = resources.add(weights.projector(session, adapter), Session::close);
        return new VisionEncoder(tower, projector);
    }
}
