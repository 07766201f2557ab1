package dev.nunchi.engine.finetune;

import java.nio.file.Path;

/// What the model in training says about a validation picture, greedily.
///
/// @param step after which it was asked
/// @param expected the data set's own answer
public record SampleReport(long step, Path picture, String question, String answer, String expected)
        implements RunReport {}
