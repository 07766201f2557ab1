package dev.nunchi.engine.finetune;

import dev.nunchi.engine.train.TrainingPlan;

import java.time.Instant;

/// What never changes about a run, as `run.json` keeps it.
///
/// @param modelHash of the model's files
/// @param dataHash of the data set as it was read
/// @param steps in all
/// @param plan how memory is traded for time; kept, since another rounds differently
/// @param version of the program that started it
record RunFacts(
        RunRequest request,
        String modelHash,
        String dataHash,
        long steps,
        TrainingPlan plan,
        String version,
        Instant started) {}
