package dev.nunchi.engine.train;

import dev.nunchi.engine.model.LoraConfig;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a training run changes; all else is frozen, the vision tower always.
///
/// @param whole parts whose own weights learn; a projector that the model does not have is ignored
/// @param lora an update of the frozen language model that learns instead of its weights
public record TrainableParts(Set<Part> whole, Optional<LoraConfig> lora) {
    /// A part of a model.
    public enum Part {
        PROJECTOR,
        /// Embeddings, layers, norms and head.
        LANGUAGE_MODEL
    }

    public TrainableParts {
        whole = Set.copyOf(whole);
        if (whole.isEmpty() && lora.isEmpty()) {
            throw new IllegalArgumentException("nothing to train");
        }
        if (lora.isPresent() && whole.contains(Part.LANGUAGE_MODEL)) {
            throw new IllegalArgumentException("an update of weights that learn themselves");
        }
    }

    /// The first stage of the paper.
    public static TrainableParts projector() {
        return new TrainableParts(EnumSet.of(Part.PROJECTOR), Optional.empty());
    }

    /// The second stage through low-rank updates.
    public static TrainableParts projectorAndLora(LoraConfig lora) {
        return new TrainableParts(EnumSet.of(Part.PROJECTOR), Optional.of(lora));
    }

    /// The second stage as in the paper.
    public static TrainableParts projectorAndLanguageModel() {
        return new TrainableParts(EnumSet.allOf(Part.class), Optional.empty());
    }
}
