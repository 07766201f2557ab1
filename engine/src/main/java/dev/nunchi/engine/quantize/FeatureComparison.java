package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;

/// Compares the features of a packed vision tower with those of the original.
@FunctionalInterface
public interface FeatureComparison {
    /// @param scratch an existing folder; the caller removes it
    /// @throws EngineException if a tower cannot be built or run
    FeatureDamage measure(Checkpoint original, Checkpoint packed, Path scratch)
            throws EngineException;
}
