package dev.nunchi.app.service;

import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;

import java.util.EnumSet;
import java.util.Set;

/// The language model's low-rank update in the words of the window, which knows no graphs.
///
/// @param rank at least 1
/// @param alpha above 0
public record LoraChoice(int rank, double alpha, Layers layers) {
    private static final Set<LoraTarget> ATTENTION =
            EnumSet.of(LoraTarget.Q_PROJ, LoraTarget.K_PROJ, LoraTarget.V_PROJ, LoraTarget.O_PROJ);

    /// Which linear layers are updated.
    public enum Layers {
        ATTENTION,
        ALL
    }

    /// What settings hold, or what stage 2 has by default.
    public static LoraChoice of(RunSettings settings) {
        return settings.lora()
                .map(config ->
                        new LoraChoice(
                                config.rank(),
                                config.alpha(),
                                config.targets().equals(ATTENTION) ? Layers.ATTENTION : Layers.ALL))
                .orElse(new LoraChoice(16, 32, Layers.ALL));
    }

    /// Settings with this update.
    public RunSettings in(RunSettings settings) {
        return settings.withLora(
                switch (layers) {
                    case ATTENTION -> new LoraConfig(rank, alpha, ATTENTION);
                    case ALL -> LoraConfig.ofAll(rank, alpha);
                });
    }
}
