package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads the sliding window of a `config.json`.
final class HfWindow {
    private static final String SLIDING = "sliding_attention";

    private HfWindow() {}

    /// @param byDefault the size where the file says nothing; 0 for none
    static Optional<SlidingWindow> everywhere(ConfigNode node, int byDefault, int layers)
            throws CheckpointException {
        return above(node, byDefault, 0, layers);
    }

    /// @param first the lowest layer with a window, where `layer_types` does not say
    static Optional<SlidingWindow> above(ConfigNode node, int byDefault, int first, int layers)
            throws CheckpointException {
        // A window that is null is switched off; one that is not there has the default.
        int size =
                node.json().has("sliding_window") ? node.integer("sliding_window", 0) : byDefault;
        node.require("sliding_window", size >= 0, "a size or null");
        var within =
                node.has("layer_types")
                        ? listed(node, layers)
                        : IntStream.range(Math.max(first, 0), Math.max(first, layers))
                                .boxed()
                                .collect(Collectors.toSet());
        return size == 0 || within.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlidingWindow(size, within));
    }

    private static Set<Integer> listed(ConfigNode node, int layers) throws CheckpointException {
        var types = node.value("layer_types");
        node.require(
                "layer_types", types.isArray() && types.size() == layers, "a type for every layer");
        return IntStream.range(0, layers)
                .filter(i -> types.get(i).asString("").equals(SLIDING))
                .boxed()
                .collect(Collectors.toSet());
    }
}
