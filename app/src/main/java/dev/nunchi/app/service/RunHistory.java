package dev.nunchi.app.service;

import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.StepReport;

import java.util.List;

/// What a run told so far, in the order of its steps; steps that were made again are there once.
///
/// @param samples the last answers about each validation picture
public record RunHistory(
        List<StepReport> steps, List<EvaluationReport> evaluations, List<SampleReport> samples) {
    public static final RunHistory EMPTY = new RunHistory(List.of(), List.of(), List.of());

    public RunHistory {
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
        samples = List.copyOf(samples);
    }
}
