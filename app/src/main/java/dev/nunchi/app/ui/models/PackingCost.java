package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.library.TowerPacking;
import dev.nunchi.engine.quantize.Damage;

import java.util.ArrayList;
import java.util.List;

/// What packing has cost a model, in words.
record PackingCost(Messages messages) {
    List<String> of(PackedWeights packed) {
        var facts = new ArrayList<String>();
        facts.add(messages.text("models.packed", packed.bits()));
        packed.tower().map(TowerPacking::kept).ifPresent(kept -> facts.add(tower(kept)));
        packed.damage().ifPresent(damage -> facts.addAll(of(damage)));
        return facts;
    }

    private String tower(TowerPacking.Kept kept) {
        return messages.text(
                switch (kept) {
                    case PACKED -> "models.tower.packed";
                    case STORED -> "models.tower.stored";
                });
    }

    private List<String> of(Damage damage) {
        var facts = new ArrayList<String>();
        facts.add(messages.text("models.damage", damage.agreement()));
        facts.add(
                messages.text(
                        "models.damage.perplexity",
                        damage.perplexity(),
                        damage.packedPerplexity()));
        damage.captions()
                .ifPresent(captions ->
                        facts.add(
                                messages.text(
                                        "models.damage.captions",
                                        captions.original().right(),
                                        captions.packed().right())));
        return facts;
    }
}
