package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;

/// Factors of linear layers that other programs have as one, put together and taken apart; products
/// stay what they are.
///
/// ```
///        ⎡B₁      ⎤ ⎡A₁⎤
/// B·A =  ⎢   B₂   ⎥ ⎢A₂⎥      or, where all A are equal,  [B₁; B₂; B₃]·A
///        ⎣      B₃⎦ ⎣A₃⎦
/// ```
///
/// @param factors by module; a joint one stands in the place of its parts
/// @param joints which modules may be joint
record JoinedLora(SequencedMap<String, LoraFactors> factors, List<JointMatrix> joints) {
    /// @param apart factors by the name of the linear layer, each of its own
    static JoinedLora of(SequencedMap<String, LoraFactors> apart, List<JointMatrix> joints) {
        var together = new LinkedHashMap<String, LoraFactors>();
        for (var module : apart.keySet()) {
            var joint = jointOf(module, joints);
            if (joint.isEmpty()) {
                together.put(module, Objects.requireNonNull(apart.get(module)));
            } else {
                String name = joint.getFirst().module();
                var part = AdapterNames.target(module).orElseThrow().moduleName();
                together.computeIfAbsent(
                        module.substring(0, module.length() - part.length()) + name,
                        key -> joined(key, joint.getFirst(), apart));
            }
        }
        return new JoinedLora(together, joints);
    }

    /// None, or one.
    private static List<JointMatrix> jointOf(String module, List<JointMatrix> joints) {
        return joints.stream()
                .filter(joint ->
                        joint.parts().stream().anyMatch(part -> module.endsWith(part.module())))
                .toList();
    }

    /// @param name of the joint module
    private static LoraFactors joined(
            String name, JointMatrix joint, SequencedMap<String, LoraFactors> apart) {
        var present =
                joint.parts().stream()
                        .map(part -> apart.get(joint.nameOf(part, name)))
                        .filter(Objects::nonNull)
                        .toList();
        var first = present.getFirst();
        boolean oneA =
                present.stream()
                        .allMatch(it -> Arrays.equals(it.a().toFloats(), first.a().toFloats()));
        int rank = oneA ? first.rank() : present.stream().mapToInt(LoraFactors::rank).sum();
        var b = new float[Math.toIntExact(joint.rows()) * rank];
        int row = 0;
        int column = 0;
        for (var part : joint.parts()) {
            var own = apart.get(joint.nameOf(part, name));
            if (own != null) {
                place(own, b, row * rank + column, rank);
                column += oneA ? 0 : own.rank();
            }
            row += Math.toIntExact(part.rows());
        }
        var a = new float[rank * first.inputs()];
        int at = 0;
        for (var own : oneA ? List.of(first) : present) {
            own.a().read(0, a, at, own.rank() * own.inputs());
            at += own.rank() * own.inputs();
        }
        return new LoraFactors(
                Tensor.ofFloats(Shape.of(rank, first.inputs()), a),
                Tensor.ofFloats(Shape.of(joint.rows(), rank), b));
    }

    /// Writes a B as a block of a larger one.
    ///
    /// @param start where the block begins
    /// @param width columns of the larger one
    private static void place(LoraFactors own, float[] into, int start, int width) {
        for (int r = 0; r < own.outputs(); r++) {
            own.b().read((long) r * own.rank(), into, start + r * width, own.rank());
        }
    }

    /// The factors of the parts of a joint module. What adds nothing to a part is left out of its
    /// factors, so that blocks are what they were before they were put together.
    ///
    /// @param name of the joint module
    /// @param factors whose B has as many rows as the parts together
    static SequencedMap<String, LoraFactors> apart(
            String name, JointMatrix joint, LoraFactors factors) {
        var parts = new LinkedHashMap<String, LoraFactors>();
        var empty = new LinkedHashMap<String, LoraFactors>();
        int from = 0;
        for (var part : joint.parts()) {
            int rows = Math.toIntExact(part.rows());
            var own = rows(factors, from, rows);
            var used = IntStream.range(0, own.rank()).filter(k -> adds(own, k)).toArray();
            if (used.length > 0) {
                parts.put(joint.nameOf(part, name), only(own, used));
            } else {
                empty.put(joint.nameOf(part, name), own);
            }
            from += rows;
        }
        return parts.isEmpty() ? empty : parts;
    }

    private static LoraFactors rows(LoraFactors factors, int from, int count) {
        var b = new float[count * factors.rank()];
        factors.b().read((long) from * factors.rank(), b, 0, b.length);
        return new LoraFactors(factors.a(), Tensor.ofFloats(Shape.of(count, factors.rank()), b));
    }

    private static boolean adds(LoraFactors factors, int column) {
        return IntStream.range(0, factors.outputs())
                .anyMatch(row -> factors.b().floatAt((long) row * factors.rank() + column) != 0);
    }

    /// @param columns of B, and rows of A, that are kept
    private static LoraFactors only(LoraFactors factors, int... columns) {
        if (columns.length == factors.rank()) {
            return factors;
        }
        int inputs = factors.inputs();
        var a = new float[columns.length * inputs];
        var b = new float[factors.outputs() * columns.length];
        for (int k = 0; k < columns.length; k++) {
            factors.a().read((long) columns[k] * inputs, a, k * inputs, inputs);
            for (int row = 0; row < factors.outputs(); row++) {
                long at = (long) row * factors.rank() + columns[k];
                b[row * columns.length + k] = factors.b().floatAt(at);
            }
        }
        return new LoraFactors(
                Tensor.ofFloats(Shape.of(columns.length, inputs), a),
                Tensor.ofFloats(Shape.of(factors.outputs(), columns.length), b));
    }

    /// What target modules are called.
    SequencedSet<String> labels(Set<LoraTarget> targets) {
        var labels = new LinkedHashSet<String>();
        for (var target : targets) {
            var joint = jointOf(target.moduleName(), joints);
            String module = joint.isEmpty() ? target.moduleName() : joint.getFirst().module();
            labels.add(module.substring(module.lastIndexOf('.') + 1));
        }
        return labels;
    }
}
