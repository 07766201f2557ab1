package dev.nunchi.app.cli;

import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.quantize.CaptionLoss;
import dev.nunchi.engine.quantize.Damage;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/// [PackedWeights] as `models list --json` prints them.
final class PackedNode {
    private PackedNode() {}

    static void put(ObjectNode node, PackedWeights packed) {
        node.put("quantisation", packed.quantisation())
                .put("bits", packed.bits())
                .put("weightError", packed.weightError());
        packed.tower()
                .ifPresent(tower ->
                        node.putObject("tower")
                                .put("kept", tower.kept().name().toLowerCase(Locale.ROOT))
                                .put("relativeError", tower.damage().relativeError())
                                .put("cosine", tower.damage().cosine()));
        packed.damage().ifPresent(damage -> put(node, damage));
    }

    private static void put(ObjectNode node, Damage damage) {
        node.put("divergence", damage.divergence())
                .put("agreement", damage.agreement())
                .put("perplexity", damage.perplexity())
                .put("packedPerplexity", damage.packedPerplexity());
        damage.captions()
                .ifPresent(captions -> {
                    put(node.putObject("captionLoss"), captions.original());
                    put(node.putObject("packedCaptionLoss"), captions.packed());
                });
    }

    private static void put(ObjectNode node, CaptionLoss loss) {
        node.put("right", loss.right()).put("other", loss.other());
    }
}
