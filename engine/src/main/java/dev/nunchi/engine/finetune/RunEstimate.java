package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.train.TrainingPlan;

import java.util.List;

/// What a run will take.
///
/// @param rows samples that are learnt from
/// @param validationRows samples that are kept for validation
/// @param skippedRows samples that are left out because they are too long
/// @param targetTokens targets of one pass over all rows
/// @param steps optimiser steps in all
/// @param memoryBytes of a process that does nothing else, at its peak: computed, or measured on
///   the longest batch
/// @param freeBytes of the machine, now
/// @param batchThatFits the most samples at once that fit it, at most as many as asked for; 0 if
///   not even one does
/// @param seconds of all steps and validations; 0 if not measured
/// @param featureSeconds to look at the pictures that the cache does not hold
/// @param plan how memory is traded for time; the fastest that fits, or the smallest
/// @param problems of the data's rows
public record RunEstimate(
        long rows,
        long validationRows,
        long skippedRows,
        long targetTokens,
        long steps,
        long memoryBytes,
        long freeBytes,
        int batchThatFits,
        double seconds,
        double featureSeconds,
        TrainingPlan plan,
        List<RowProblem> problems) {
    public RunEstimate {
        problems = List.copyOf(problems);
    }

    /// Whether the run fits the memory that is free now.
    public boolean fits() {
        return memoryBytes <= freeBytes;
    }

    RunEstimate measured(long memory, double ofSteps, double ofFeatures) {
        return new RunEstimate(
                rows,
                validationRows,
                skippedRows,
                targetTokens,
                steps,
                memory,
                freeBytes,
                batchThatFits,
                ofSteps,
                ofFeatures,
                plan,
                problems);
    }
}
