package dev.nunchi.app.cli;

import dev.nunchi.engine.adapter.AdapterInfo;

import tools.jackson.databind.node.ObjectNode;

/// An adapter as tables and JSON tell of it.
final class AdapterWords {
    private AdapterWords() {}

    /// What was learnt, in a word.
    static String parts(AdapterInfo info) {
        return info.lora().map(lora -> "LoRA %d".formatted(lora.rank())).orElse("projector");
    }

    static void describe(ObjectNode node, AdapterInfo info) {
        var provenance = info.provenance();
        node.put("model", provenance.baseName()).put("baseHash", info.baseHash());
        info.lora()
                .ifPresent(lora -> {
                    var lines = node.putObject("lora");
                    lines.put("rank", lora.rank()).put("alpha", lora.alpha());
                    var targets = lines.putArray("targets");
                    lora.targets().forEach(target -> targets.add(target.label()));
                });
        provenance.dataHash().ifPresent(hash -> node.put("dataHash", hash));
        provenance.seed().ifPresent(seed -> node.put("seed", seed));
        var settings = node.putObject("settings");
        provenance.settings().forEach(settings::put);
        var versions = node.putObject("versions");
        provenance.versions().forEach(versions::put);
    }
}
