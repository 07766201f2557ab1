package dev.nunchi.engine.library;

import dev.nunchi.engine.library.TowerPacking.Kept;
import dev.nunchi.engine.quantize.CaptionDamage;
import dev.nunchi.engine.quantize.CaptionLoss;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.quantize.FeatureDamage;
import dev.nunchi.engine.quantize.Quantisation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// [PackedWeights] in a model's description. What an older version did not write reads as absent.
final class PackedJson {
    private PackedJson() {}

    static void put(ObjectNode root, PackedWeights packed) {
        var node = root.putObject("packed");
        node.put("quantisation", packed.quantisation())
                .put("quantiserVersion", Quantisation.VERSION)
                .put("bits", packed.bits())
                .put("weightError", packed.weightError());
        packed.source().ifPresent(source -> node.put("source", source.toString()));
        packed.tower().ifPresent(tower -> put(node.putObject("tower"), tower));
        packed.damage().ifPresent(damage -> put(node.putObject("damage"), damage));
    }

    private static void put(ObjectNode node, TowerPacking tower) {
        node.put("kept", tower.kept().name())
                .put("relativeError", tower.damage().relativeError())
                .put("cosine", tower.damage().cosine());
    }

    private static void put(ObjectNode node, Damage damage) {
        node.put("positions", damage.positions())
                .put("divergence", damage.divergence())
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

    static Optional<PackedWeights> read(JsonNode node) {
        return node.isObject()
                ? Optional.of(
                        new PackedWeights(
                                node.path("quantisation").asString(""),
                                node.path("bits").asInt(0),
                                node.path("weightError").asDouble(0),
                                tower(node.path("tower")),
                                source(node.path("source").asString("")),
                                damage(node.path("damage"))))
                : Optional.empty();
    }

    private static Optional<Path> source(String path) {
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
        } catch (InvalidPathException _) {
            // From another system: as good as gone.
            return Optional.empty();
        }
    }

    private static Optional<TowerPacking> tower(JsonNode node) {
        var kept = node.path("kept").asString("");
        return node.isObject()
                ? Optional.of(
                        new TowerPacking(
                                new FeatureDamage(
                                        node.path("relativeError").asDouble(0),
                                        node.path("cosine").asDouble(0)),
                                kept.equals(Kept.PACKED.name()) ? Kept.PACKED : Kept.STORED))
                : Optional.empty();
    }

    private static Optional<Damage> damage(JsonNode node) {
        return node.isObject()
                ? Optional.of(
                        new Damage(
                                node.path("positions").asInt(0),
                                node.path("divergence").asDouble(0),
                                node.path("agreement").asDouble(0),
                                node.path("perplexity").asDouble(0),
                                node.path("packedPerplexity").asDouble(0),
                                captions(node)))
                : Optional.empty();
    }

    private static Optional<CaptionDamage> captions(JsonNode node) {
        var original = node.path("captionLoss");
        var packed = node.path("packedCaptionLoss");
        return original.isObject() && packed.isObject()
                ? Optional.of(new CaptionDamage(loss(original), loss(packed)))
                : Optional.empty();
    }

    private static CaptionLoss loss(JsonNode node) {
        return new CaptionLoss(node.path("right").asDouble(0), node.path("other").asDouble(0));
    }
}
