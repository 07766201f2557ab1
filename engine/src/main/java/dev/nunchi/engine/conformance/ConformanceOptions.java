package dev.nunchi.engine.conformance;

import dev.nunchi.engine.model.Lowering;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// How fixtures are run.
///
/// @param groups which checks are made
/// @param dump where computed tensors are written under the names of the expected ones
public record ConformanceOptions(Set<Group> groups, Lowering lowering, Optional<Path> dump) {
    public ConformanceOptions {
        groups = Set.copyOf(groups);
    }

    /// All groups, fused, nothing written.
    public static ConformanceOptions defaults() {
        return new ConformanceOptions(EnumSet.allOf(Group.class), Lowering.FUSED, Optional.empty());
    }

    public ConformanceOptions withLowering(Lowering other) {
        return new ConformanceOptions(groups, other, dump);
    }

    public ConformanceOptions withGroups(Set<Group> others) {
        return new ConformanceOptions(others, lowering, dump);
    }
}
