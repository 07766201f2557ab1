package dev.nunchi.engine.train;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The projector with its parameters and their gradients; used without them where it is frozen.
///
/// Behind it rows are laid out as in the prompt, which has no parameters: the row that ends lines
/// of tiled pictures does not learn.
final class TrainableProjector {
    private final CompiledGraph forward;
    private final CompiledGraph backward;
    private final SequencedMap<String, DeviceTensor> weights;
    private final List<Parameter> parameters = new ArrayList<>();
    private final TensorPool pool;
    private final float[] newline;

    /// @param newline as [dev.nunchi.engine.model.PictureLayout#newline] gives it
    TrainableProjector(Workbench bench, TrainingGraphs graphs, float[] newline)
            throws EngineException {
        this.newline = newline;
        pool = bench.activations();
        var graph = graphs.projector();
        weights = bench.load(graphs.projectorWeights());
        var wanted = List.copyOf(weights.keySet());
        forward = bench.compile(graph);
        backward = bench.compile(Backward.of(graph, wanted, List.of(Projector.IMAGE_FEATURES)));
        for (var weight : weights.entrySet()) {
            parameters.add(bench.parameter(weight.getKey(), weight.getValue()));
        }
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /// Puts the features of the batch's pictures in their places.
    ///
    /// @param hidden `[B, S, D]`
    void forward(List<TrainingBatch.Place> pictures, Tensor hidden) throws EngineException {
        if (pictures.isEmpty()) {
            return;
        }
        var rows = collect(pictures);
        var features = pool.take(Shape.of(rows.shape().dim(0), hidden.shape().dim(-1)));
        forward.run(given(rows), Map.of(Projector.IMAGE_FEATURES, features));
        int width = Math.toIntExact(hidden.shape().dim(-1));
        long from = 0;
        for (var place : pictures) {
            var layout = place.picture().layout();
            var projected = new float[layout.projectedRows() * width];
            features.host().read(from, projected, 0, projected.length);
            var laid = layout.arrange(projected, newline);
            hidden.write((long) place.row() * width, laid, 0, laid.length);
            from += projected.length;
        }
        pool.give(rows);
        pool.give(features);
    }

    /// Computes the parameters' gradients from those of the embeddings.
    ///
    /// @param pictures as in the forward pass; at least one
    /// @param hiddenGradient `[B, S, D]`, scaled by [GradientScale]
    void backward(List<TrainingBatch.Place> pictures, Tensor hiddenGradient)
            throws EngineException {
        var rows = collect(pictures);
        int width = Math.toIntExact(hiddenGradient.shape().dim(-1));
        var featureGradient = pool.take(Shape.of(rows.shape().dim(0), width));
        long to = 0;
        for (var place : pictures) {
            var layout = place.picture().layout();
            var laid = new float[layout.rows() * width];
            hiddenGradient.read((long) place.row() * width, laid, 0, laid.length);
            GradientScale.remove(laid);
            var projected = layout.spread(laid);
            featureGradient.host().write(to, projected, 0, projected.length);
            to += projected.length;
        }
        var given = given(rows);
        given.put(Backward.gradientOf(Projector.IMAGE_FEATURES), featureGradient);
        var outputs = new HashMap<String, DeviceTensor>();
        for (var parameter : parameters) {
            outputs.put(Backward.gradientOf(parameter.name()), parameter.gradient());
        }
        backward.run(given, outputs);
        pool.give(rows);
        pool.give(featureGradient);
    }

    /// The rows of all pictures end to end, `[rows, Dv]`.
    private DeviceTensor collect(List<TrainingBatch.Place> pictures) throws DeviceException {
        long width = pictures.getFirst().picture().rows().shape().dim(1);
        long count =
                pictures.stream()
                        .mapToLong(place -> place.picture().layout().projectedRows())
                        .sum();
        var rows = pool.take(Shape.of(count, width));
        long to = 0;
        for (var place : pictures) {
            var values = place.picture().rows().toFloats();
            rows.host().write(to, values, 0, values.length);
            to += values.length;
        }
        return rows;
    }

    private Map<String, DeviceTensor> given(DeviceTensor rows) {
        var given = new HashMap<String, DeviceTensor>(weights);
        given.put(TrainingNames.VISION_ROWS, rows);
        return given;
    }
}
