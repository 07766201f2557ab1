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
final class TrainableProjector {
    private final CompiledGraph forward;
    private final CompiledGraph backward;
    private final SequencedMap<String, DeviceTensor> weights;
    private final List<Parameter> parameters = new ArrayList<>();
    private final TensorPool pool;

    TrainableProjector(Workbench bench, TrainingGraphs graphs) throws EngineException {
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
        long width = hidden.shape().dim(-1);
        long from = 0;
        for (var place : pictures) {
            long count = place.picture().count() * width;
            copy(features.host(), from, hidden, place.row() * width, count);
            from += count;
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
        long width = hiddenGradient.shape().dim(-1);
        var featureGradient = pool.take(Shape.of(rows.shape().dim(0), width));
        long to = 0;
        for (var place : pictures) {
            var values = new float[Math.toIntExact(place.picture().count() * width)];
            hiddenGradient.read(place.row() * width, values, 0, values.length);
            GradientScale.remove(values);
            featureGradient.host().write(to, values, 0, values.length);
            to += values.length;
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
        long count = pictures.stream().mapToLong(place -> place.picture().count()).sum();
        var rows = pool.take(Shape.of(count, width));
        long to = 0;
        for (var place : pictures) {
            var values = place.picture().rows();
            copy(values, 0, rows.host(), to, values.shape().count());
            to += values.shape().count();
        }
        return rows;
    }

    private static void copy(Tensor from, long start, Tensor to, long place, long count) {
        var values = new float[Math.toIntExact(count)];
        from.read(start, values, 0, values.length);
        to.write(place, values, 0, values.length);
    }

    private Map<String, DeviceTensor> given(DeviceTensor rows) {
        var given = new HashMap<String, DeviceTensor>(weights);
        given.put(TrainingNames.VISION_ROWS, rows);
        return given;
    }
}
