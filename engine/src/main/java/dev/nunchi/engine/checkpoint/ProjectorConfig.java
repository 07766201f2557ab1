package dev.nunchi.engine.checkpoint;

/// What turns vision features into rows of the language model's embedding width.
///
/// @param inputNorm whether a LayerNorm with eps [#NORM_EPS] comes first
/// @param hiddenSize width between the linear layers of an MLP; `outputSize` when there is one
/// @param outputSize the language model's hidden size
/// @param bias whether the linear layers have one
public record ProjectorConfig(
        ProjectorKind kind,
        boolean inputNorm,
        int inputSize,
        int hiddenSize,
        int outputSize,
        boolean bias) {
    /// PyTorch's default.
    public static final double NORM_EPS = 1e-5;

    /// With biases, as nearly all are.
    public ProjectorConfig(
            ProjectorKind kind, boolean inputNorm, int inputSize, int hiddenSize, int outputSize) {
        this(kind, inputNorm, inputSize, hiddenSize, outputSize, true);
    }

    /// Inputs of linear layer `n`, counted from 1.
    public int inputsOf(int n) {
        return n == 1 ? inputSize : hiddenSize;
    }

    /// Outputs of linear layer `n`, counted from 1.
    public int outputsOf(int n) {
        return n == kind.layers() ? outputSize : hiddenSize;
    }
}
