package dev.nunchi.engine.finetune;

/// One optimiser step.
///
/// @param step from 1
/// @param steps in all
/// @param epoch how often all samples were seen, with a fraction
/// @param loss mean over the step's targets, before its update
/// @param learningRate of the language model, or of the projector if it learns alone
/// @param gradientNorm before clipping
/// @param tokensPerSecond positions that the model ran, padding not counted
/// @param secondsLeft until the last step, from the last steps' times
/// @param memoryBytes of the process, resident; 0 where the system does not tell
public record StepReport(
        long step,
        long steps,
        double epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        double tokensPerSecond,
        double secondsLeft,
        long memoryBytes)
        implements RunReport {}
