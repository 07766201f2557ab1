package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.LoraFactors;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.model.LoraGroup;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An adapter's factors of the linear layers of a group, as the decoder's graph takes them.
final class GroupFactors {
    private GroupFactors() {}

    /// Those of all groups that the adapter changes.
    static Map<String, LoraGroup.Factors> of(
            Checkpoint checkpoint, Lowering lowering, Adapter adapter) throws CheckpointException {
        var shapes = ExpectedTensors.of(checkpoint.config());
        var all = new HashMap<String, LoraGroup.Factors>();
        for (var group : LoraGroup.of(checkpoint, lowering)) {
            if (group.layers().stream().anyMatch(adapter.lora()::containsKey)) {
                all.put(group.name(), of(group, shapes, Optional.of(adapter)));
            }
        }
        return all;
    }

    /// @param shapes of the base's weights, by name
    /// @param adapter empty for factors that change nothing
    static LoraGroup.Factors of(
            LoraGroup group, Map<String, Shape> shapes, Optional<Adapter> adapter) {
        long inputs = shapeOf(group.layers().getFirst(), shapes).dim(1);
        long outputs =
                group.layers().stream().mapToLong(layer -> shapeOf(layer, shapes).dim(0)).sum();
        int rank = 0;
        for (String layer : group.layers()) {
            rank += factors(layer, adapter).map(LoraFactors::rank).orElse(0);
        }
        // A product needs a column; one of zeros adds nothing.
        var joint = new Joint(Math.toIntExact(inputs), Math.max(1, rank), (int) outputs);
        int column = 0;
        int output = 0;
        for (String layer : group.layers()) {
            var own = factors(layer, adapter);
            if (own.isPresent()) {
                float scale = (float) adapter.orElseThrow().info().lora().orElseThrow().scale();
                joint.put(own.get(), scale, column, output);
                column += own.get().rank();
            }
            output += (int) shapeOf(layer, shapes).dim(0);
        }
        return joint.factors();
    }

    private static Optional<LoraFactors> factors(String layer, Optional<Adapter> adapter) {
        return adapter.flatMap(a -> Optional.ofNullable(a.lora().get(layer)));
    }

    private static Shape shapeOf(String layer, Map<String, Shape> shapes) {
        return Objects.requireNonNull(shapes.get(layer + ".weight"), layer);
    }

    private static final class Joint {
        private final int inputs;
        private final int rank;
        private final int outputs;
        private final float[] a;
        private final float[] b;

        Joint(int inputs, int rank, int outputs) {
            this.inputs = inputs;
            this.rank = rank;
            this.outputs = outputs;
            a = new float[Math.multiplyExact(inputs, rank)];
            b = new float[Math.multiplyExact(rank, outputs)];
        }

        /// @param column where the layer's part of the rank begins
        /// @param output where its outputs begin
        void put(LoraFactors factors, float scale, int column, int output) {
            var ownA = factors.a().toFloats();
            var ownB = factors.b().toFloats();
            int own = factors.rank();
            for (int r = 0; r < own; r++) {
                for (int i = 0; i < inputs; i++) {
                    a[i * rank + column + r] = ownA[r * inputs + i];
                }
                for (int o = 0; o < factors.outputs(); o++) {
                    b[(column + r) * outputs + output + o] = scale * ownB[o * own + r];
                }
            }
        }

        LoraGroup.Factors factors() {
            return new LoraGroup.Factors(
                    Tensor.ofFloats(Shape.of(inputs, rank), a),
                    Tensor.ofFloats(Shape.of(rank, outputs), b));
        }
    }
}
