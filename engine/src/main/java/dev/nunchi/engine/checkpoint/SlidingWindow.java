package dev.nunchi.engine.checkpoint;

import java.util.Set;

/// Layers in which a token sees only the newest tokens, itself among them.
///
/// Jiang et al., [Mistral 7B](https://arxiv.org/abs/2310.06825) §2.
///
/// @param size how many tokens are seen
/// @param layers whose attention is so; the others see everything
public record SlidingWindow(int size, Set<Integer> layers) {
    public SlidingWindow {
        layers = Set.copyOf(layers);
    }
}
