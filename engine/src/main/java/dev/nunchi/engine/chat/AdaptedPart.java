package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// Parts of a model that adapters change: each takes a graph of its own, with their weights as
/// inputs.
enum AdaptedPart {
    PROJECTOR,
    DECODER;

    /// What a set of adapters changes.
    static Set<AdaptedPart> of(Collection<Adapter> adapters) {
        var parts = EnumSet.noneOf(AdaptedPart.class);
        for (var adapter : adapters) {
            if (!adapter.projector().isEmpty()) {
                parts.add(PROJECTOR);
            }
            if (!adapter.lora().isEmpty()) {
                parts.add(DECODER);
            }
        }
        return parts;
    }
}
