package dev.nunchi.engine.finetune;

/// What the projector is before the first step.
public enum ProjectorStart {
    /// That of the adapter that the run goes on from, else the one the model has learnt itself,
    /// else the model's.
    MODEL,
    /// Drawn anew from the seed as PyTorch draws a linear layer: uniform between ±1/√inputs; the
    /// last layer scaled so that picture rows begin with the standard deviation of the embedding
    /// table.
    FRESH
}
