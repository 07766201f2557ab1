package dev.nunchi.engine.finetune;

/// What the projector is before the first step.
public enum ProjectorStart {
    /// The model's own, or that of the adapter that the run goes on from.
    MODEL,
    /// Drawn anew from the seed as PyTorch draws a linear layer: uniform between ±1/√inputs; the
    /// last layer scaled so that picture rows begin with the standard deviation of the embedding
    /// table.
    FRESH
}
