package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.EfficientNetConfig;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.List;

/// EfficientNet-Lite0 up to its head convolution: `[1, 49, 1280]` of a 224 × 224 picture.
///
/// Tan and Le, [EfficientNet](https://arxiv.org/abs/1905.11946); Lite has ReLU6 and no
/// squeeze-and-excitation. Every batch norm is folded into the convolution before it: `w' = w ·
/// γ/√(σ² + eps)`, `b' = β − μ · γ/√(σ² + eps)`.
final class EfficientNetTower {
    private static final String NAME = "vision_tower.";

    private final Weights weights;

    EfficientNetTower(Weights weights) {
        this.weights = weights;
    }

    /// @param pixels `[1, 3, H, W]`
    /// @return `[1, I, 1280]`, row by row
    Value hidden(Scope scope, Value pixels) throws CheckpointException {
        var stem = new Layer(NAME + "_conv_stem", NAME + "_bn0", 1, 2);
        var map = relu6(scope, conv(scope.enter("stem"), stem, pixels));
        int index = 0;
        for (var group : EfficientNetConfig.GROUPS) {
            for (int i = 0; i < group.repeats(); i++) {
                map =
                        block(
                                scope.enter("blocks." + index),
                                index,
                                i == 0 ? group.stride() : 1,
                                map);
                index++;
            }
        }
        var head = new Layer(NAME + "_conv_head", NAME + "_bn1", 1, 1);
        return VisionTower.rows(scope, relu6(scope, conv(scope.enter("head"), head, map)));
    }

    /// ```
    /// x ─ (expand 1×1 ─ ReLU6) ─ depthwise ─ ReLU6 ─ project 1×1 ─ (Add) ─
    /// └───────────────────────── where shapes agree ─────────────────┘
    /// ```
    private Value block(Scope scope, int index, int stride, Value x) throws CheckpointException {
        String name = NAME + "_blocks." + index + ".";
        var inner = x;
        // The blocks of the first group have no expanding convolution.
        if (weights.has(name + "_expand_conv.weight")) {
            var expand = new Layer(name + "_expand_conv", name + "_bn0", 1, 1);
            inner = relu6(scope, conv(scope.enter("expand"), expand, x));
        }
        long channels = inner.type().size(1);
        var depthwise = new Layer(name + "_depthwise_conv", name + "_bn1", channels, stride);
        inner = relu6(scope, conv(scope.enter("depthwise"), depthwise, inner));
        var project = new Layer(name + "_project_conv", name + "_bn2", 1, 1);
        var result = conv(scope.enter("project"), project, inner);
        return result.type().equals(x.type()) ? scope.add(result, x) : result;
    }

    private static Value relu6(Scope scope, Value x) {
        return scope.clip(x, 0, 6);
    }

    /// A convolution and the batch norm behind it.
    private record Layer(String conv, String norm, long group, int stride) {}

    private Value conv(Scope scope, Layer layer, Value x) throws CheckpointException {
        var kernel = weights.stored(layer.conv() + ".weight");
        var folded = fold(kernel, layer.norm());
        var weight = scope.weight(layer.conv() + ".folded.weight", folded.weight());
        var bias = scope.weight(layer.conv() + ".folded.bias", folded.bias());
        return scope.conv(x, weight, bias, same(x, kernel.shape(), layer));
    }

    /// TensorFlow's SAME: as many outputs as `ceil(size / stride)`, the odd pixel right and below.
    private static Scope.Convolution same(Value x, Shape kernel, Layer layer) {
        long stride = layer.stride();
        long size = x.type().size(2);
        long total = Math.max((Math.ceilDiv(size, stride) - 1) * stride + kernel.dim(2) - size, 0);
        long before = total / 2;
        return new Scope.Convolution(
                layer.group(), stride, List.of(before, before, total - before, total - before));
    }

    private record Folded(Weight weight, Weight bias) {}

    private Folded fold(StoredTensor kernel, String norm) throws CheckpointException {
        float[] gamma = weights.stored(norm + ".weight").toFloats();
        float[] beta = weights.stored(norm + ".bias").toFloats();
        float[] mean = weights.stored(norm + ".running_mean").toFloats();
        float[] variance = weights.stored(norm + ".running_var").toFloats();
        float[] values = kernel.toFloats();
        int perChannel = values.length / gamma.length;
        var bias = new float[gamma.length];
        for (int c = 0; c < gamma.length; c++) {
            double factor = gamma[c] / Math.sqrt(variance[c] + EfficientNetConfig.BATCH_NORM_EPS);
            bias[c] = (float) (beta[c] - mean[c] * factor);
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                values[i] = (float) (values[i] * factor);
            }
        }
        return new Folded(
                Weight.of(Tensor.ofFloats(kernel.shape(), values)),
                Weight.of(Tensor.ofFloats(Shape.of(bias.length), bias)));
    }
}
