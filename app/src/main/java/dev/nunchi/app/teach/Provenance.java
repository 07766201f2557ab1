package dev.nunchi.app.teach;

import java.time.Instant;
import java.util.Optional;

/// Where an instruction row comes from.
///
/// @param teacher who wrote it: `symbolic`, a local model's name, or `URL model`
/// @param prompts name and version of the prompts that it was written with, e.g. `conversation@1`
/// @param seed of what was drawn by chance
/// @param made when
/// @param request the key of the request that was answered, as the ledger has it; empty if none was
///   sent
public record Provenance(
        String teacher, String prompts, long seed, Instant made, Optional<String> request) {
    /// Of rows that say nothing about it, e.g. those of other people's data sets.
    public static Provenance unknown() {
        return new Provenance("", "", 0, Instant.EPOCH, Optional.empty());
    }

    public boolean isKnown() {
        return !teacher.isEmpty();
    }
}
