package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an open model can answer with besides its weights.
///
/// @param own with which it answers by itself; empty if its weights alone do
/// @param others that are chosen by name
record Learnt(Optional<Adapter> own, List<Adapter> others) {
    /// All of them, the own one first.
    List<Adapter> all() {
        return Stream.concat(own.stream(), others.stream()).toList();
    }

    /// The own adapter if its updates of the decoder can be a part of the graph: where there are no
    /// others, which stand on the weights alone.
    Optional<Adapter> builtIn() {
        return own.filter(adapter -> others.isEmpty() && !adapter.lora().isEmpty());
    }

    /// Parts whose graphs take adapters' weights as inputs.
    Set<AdaptedPart> adaptable() {
        var parts = AdaptedPart.of(all());
        if (builtIn().isPresent()) {
            parts.remove(AdaptedPart.DECODER);
        }
        return parts;
    }
}
