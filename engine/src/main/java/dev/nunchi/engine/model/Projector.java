package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.ProjectorConfig;
import dev.nunchi.engine.checkpoint.ProjectorKind;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;

import java.util.HashMap;

/// Maps vision features into the language model's embedding space.
///
/// `linear`: `W·x + b` ([Visual Instruction Tuning](https://arxiv.org/abs/2304.08485) §4.1);
/// `mlpNx_gelu`: `W2·gelu(W1·x + b1) + b2` ([Improved
/// Baselines](https://arxiv.org/abs/2310.03744)); both after an optional LayerNorm.
public final class Projector {
    /// `[1, I, D]` float32: the rows that stand for the picture.
    public static final String IMAGE_FEATURES = "image_features";

    static final String NAME = "multi_modal_projector.";

    private Projector() {}

    /// Input [VisionTower#VISION_HIDDEN], output [#IMAGE_FEATURES].
    ///
    /// @throws CheckpointException if a tensor is missing or of another shape
    /// @throws java.util.NoSuchElementException if the model has no projector
    public static Graph build(Checkpoint checkpoint, BuildOptions options)
            throws CheckpointException {
        var graph = new GraphBuilder("projector");
        return build(checkpoint.config(), graph, new Weights(checkpoint, options), options);
    }

    /// The same with its weights as inputs by their canonical names, float32: for projectors of
    /// adapters.
    ///
    /// @throws java.util.NoSuchElementException if the model has no projector
    public static Graph buildAdaptable(LlavaConfig config, BuildOptions options)
            throws CheckpointException {
        var graph = new GraphBuilder("adaptable_projector");
        var forms = new HashMap<String, WeightForm>();
        ExpectedTensors.of(config)
                .forEach((name, shape) -> {
                    if (name.startsWith(NAME)) {
                        forms.put(name, new WeightForm(TensorFormat.F32, shape));
                    }
                });
        return build(config, graph, new InputWeights(graph, forms, options.lowering()), options);
    }

    private static Graph build(
            LlavaConfig config, GraphBuilder graph, WeightSource weights, BuildOptions options)
            throws CheckpointException {
        var projector = config.projector().orElseThrow();
        var hidden =
                graph.input(
                        VisionTower.VISION_HIDDEN,
                        DType.F32,
                        Dim.of(1),
                        Dim.of(VisionTower.hiddenRows(config)),
                        Dim.of(projector.inputSize()));
        var scope = graph.root().enter("multi_modal_projector");
        var features = select(scope, config, hidden);
        graph.output(
                IMAGE_FEATURES, project(scope, weights, projector, options.lowering(), features));
        return graph.build();
    }

    /// Drops the rows that stand for no place of the picture.
    private static Value select(Scope scope, LlavaConfig config, Value hidden) {
        int dropped = config.droppedRows();
        return dropped == 0
                ? hidden
                : scope.slice(hidden, 1, dropped, VisionTower.hiddenRows(config));
    }

    /// @param features `[…, Dv]`, the rows that stand for pictures
    /// @return `[…, D]`
    static Value project(
            Scope scope,
            WeightSource weights,
            ProjectorConfig config,
            Lowering lowering,
            Value features)
            throws CheckpointException {
        var x = config.inputNorm() ? norm(scope.enter("norm"), weights, features) : features;
        for (int n = 1; n <= config.kind().layers(); n++) {
            if (n > 1 && config.kind() instanceof ProjectorKind.Mlp mlp) {
                x = Activations.apply(scope, mlp.activation(), lowering, x);
            }
            x = weights.linear(scope.enter("linear_" + n), NAME + "linear_" + n, x);
        }
        return x;
    }

    private static Value norm(Scope scope, WeightSource weights, Value x)
            throws CheckpointException {
        return scope.layerNormalization(
                x,
                weights.tensor(scope, NAME + "norm.weight"),
                weights.tensor(scope, NAME + "norm.bias"),
                (float) ProjectorConfig.NORM_EPS);
    }
}
