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
import java.util.Set;

/// Puts the variants of a model together on one set of weights.
///
/// ```
///            ┌─ projector of the base ──── features ─┐
/// tower ─────┤                                       ├─ decoder ─ KV cache of the base
///            └─ projector of adapter a ─── features ─┴─ decoder + factors of a ─ KV cache of a
/// ```
///
/// An adapter without a projector sees through the base's.
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
        weights = new AdapterWeights(shared.runtime(), shared.checkpoint().config());
        embedding = new TokenEmbedding(shared.checkpoint());
    }

    Variants build(List<Adapter> adapters) throws EngineException {
        var parts = AdaptedPart.of(adapters);
        var tower = tower(parts);
        var base =
                new Variant(
                        layout(Optional.empty()),
                        generator(parts, Optional.empty()),
                        tower.map(t -> new VisionEncoder(t, baseProjector())));
        var adapted = new HashMap<String, Variant>();
        for (var adapter : adapters) {
            adapted.put(
                    adapter.info().name(),
                    new Variant(
                            layout(adapter.info().chatTemplate()),
                            generator(parts, Optional.of(adapter)),
                            adapter.projector().isEmpty()
                                    ? base.vision()
                                    : Optional.of(encoder(tower.orElseThrow(), adapter))));
        }
        return new Variants(base, adapted);
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

    private Generator generator(Set<AdaptedPart> parts, Optional<Adapter> adapter)
            throws EngineException {
        var session = shared.sessions().decoder();
        if (parts.contains(AdaptedPart.DECODER)) {
            session = resources.add(weights.decoder(session, adapter), Session::close);
        }
        var decoder =
                new Decoder(
                        shared.runtime(),
                        session,
                        shared.checkpoint().config().language(),
                        shared.lowering());
        resources.add(decoder, Decoder::close);
        return new Generator(decoder, embedding, shared.tokenizer());
    }

    private Optional<TowerEncoder> tower(Set<AdaptedPart> parts) throws EngineException {
        var vision = shared.sessions().vision();
        if (vision.isEmpty()) {
            return Optional.empty();
        }
        var sharing =
                parts.contains(AdaptedPart.PROJECTOR)
                        ? TowerEncoder.Sharing.SEVERAL_PROJECTORS
                        : TowerEncoder.Sharing.ONE_PROJECTOR;
        return Optional.of(
                TowerEncoder.of(
                        shared.runtime(), vision.get().tower(), shared.checkpoint(), sharing));
    }

    private Session baseProjector() {
        return shared.sessions().vision().orElseThrow().projector();
    }

    private VisionEncoder encoder(TowerEncoder tower, Adapter adapter) throws EngineException {
        var session = shared.sessions().vision().orElseThrow().adaptableProjector().orElseThrow();
        var projector = resources.add(weights.projector(session, adapter), Session::close);
        return new VisionEncoder(tower, projector);
    }
}
