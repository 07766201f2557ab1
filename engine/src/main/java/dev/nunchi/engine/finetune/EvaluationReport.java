package dev.nunchi.engine.finetune;

/// The loss on the samples that are kept for validation.
///
/// @param step after which it was measured; 0 before the first
/// @param loss mean over all targets
/// @param best whether it is the lowest so far
/// @param sinceBest evaluations since the lowest
public record EvaluationReport(long step, double loss, boolean best, int sinceBest)
        implements RunReport {}
