package dev.nunchi.engine.finetune;

import java.time.Instant;

/// What never changes about a run, as `run.json` keeps it.
///
/// @param modelHash of the model's files
/// @param dataHash of the data set as it was read
/// @param steps in all
/// @param version of the program that started it
record RunFacts(
        RunRequest request,
        String modelHash,
        String dataHash,
        long steps,
        String version,
        Instant started) {}
