package dev.nunchi.engine.checkpoint;

import java.util.List;

/// EfficientNet-Lite0 (Tan & Le, 2019; the Lite variant has ReLU6 and no squeeze-and-excitation) up
/// to the 1×1 head convolution: `[1280, H/32, W/32]` features, taken row by row.
///
/// Convolutions pad as TensorFlow's SAME does: the odd pixel goes right and below. Batch norms have
/// eps [#BATCH_NORM_EPS].
///
/// Tensor names are those of the PyTorch original: `_conv_stem`, `_bn0`, then for block `N` over
/// all groups `_blocks.N.{_expand_conv,_bn0,_depthwise_conv,_bn1,_project_conv,_bn2}`, then
/// `_conv_head`, `_bn1`. A block adds its input where its stride is 1 and the channels stay the
/// same.
public record EfficientNetConfig(int imageSize) implements VisionConfig {
    public static final double BATCH_NORM_EPS = 1e-3;

    /// Channels after the 3×3 stem, which has stride 2.
    public static final int STEM_CHANNELS = 32;

    /// Channels after the 1×1 head convolution.
    public static final int HEAD_CHANNELS = 1280;

    /// The seven groups of inverted residual blocks.
    public static final List<BlockGroup> GROUPS =
            List.of(
                    new BlockGroup(1, 16, 1, 3, 1),
                    new BlockGroup(2, 24, 6, 3, 2),
                    new BlockGroup(2, 40, 6, 5, 2),
                    new BlockGroup(3, 80, 6, 3, 2),
                    new BlockGroup(3, 112, 6, 5, 1),
                    new BlockGroup(4, 192, 6, 5, 2),
                    new BlockGroup(1, 320, 6, 3, 1));

    private static final int TOTAL_STRIDE = 32;

    /// Blocks of one shape in a row.
    ///
    /// @param channels output channels of each block
    /// @param expansion inner channels as a multiple of the input channels; 1: no expanding conv
    /// @param stride of the first block's depthwise convolution; later blocks have 1
    public record BlockGroup(int repeats, int channels, int expansion, int kernel, int stride) {}

    @Override
    public int hiddenSize() {
        return HEAD_CHANNELS;
    }

    @Override
    public int numLayers() {
        return GROUPS.stream().mapToInt(BlockGroup::repeats).sum();
    }

    @Override
    public int numPatches() {
        int side = Math.ceilDiv(imageSize, TOTAL_STRIDE);
        return side * side;
    }

    @Override
    public int classTokens() {
        return 0;
    }

    void expect(ExpectedTensors tensors, String tower) {
        int width = STEM_CHANNELS;
        tensors.add(tower + "_conv_stem.weight", width, 3, 3, 3);
        batchNorm(tensors, tower + "_bn0", width);
        int block = 0;
        for (var group : GROUPS) {
            for (int n = 0; n < group.repeats(); n++) {
                expectBlock(tensors, "%s_blocks.%d.".formatted(tower, block++), width, group);
                width = group.channels();
            }
        }
        tensors.add(tower + "_conv_head.weight", HEAD_CHANNELS, width, 1, 1);
        batchNorm(tensors, tower + "_bn1", HEAD_CHANNELS);
    }

    private static void expectBlock(
            ExpectedTensors tensors, String name, int inputs, BlockGroup group) {
        int middle = inputs * group.expansion();
        if (group.expansion() != 1) {
            tensors.add(name + "_expand_conv.weight", middle, inputs, 1, 1);
            batchNorm(tensors, name + "_bn0", middle);
        }
        tensors.add(name + "_depthwise_conv.weight", middle, 1, group.kernel(), group.kernel());
        batchNorm(tensors, name + "_bn1", middle);
        tensors.add(name + "_project_conv.weight", group.channels(), middle, 1, 1);
        batchNorm(tensors, name + "_bn2", group.channels());
    }

    private static void batchNorm(ExpectedTensors tensors, String name, int channels) {
        tensors.norm(name, channels);
        tensors.add(name + ".running_mean", channels);
        tensors.add(name + ".running_var", channels);
    }
}
