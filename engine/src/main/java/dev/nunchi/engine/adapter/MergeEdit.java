package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.CanonicalNames;
import dev.nunchi.engine.checkpoint.FloatFile;
import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts learnt tensors in the place of a model's, and adds products of factors to weights.
///
/// For one thread; knows which parts of what was learnt have found their place.
final class MergeEdit implements FloatFile.Edit {
    private static final String WEIGHT = ".weight";

    private final LearntWeights learnt;
    private final LanguageConfig config;
    private final Set<String> left = new HashSet<>();

    /// A of the layer whose rows come just now, kept from row to row.
    private String layer = "";

    private float[] a = new float[0];

    /// @param config of the base
    MergeEdit(LearntWeights learnt, LanguageConfig config) {
        this.learnt = learnt;
        this.config = config;
        left.addAll(learnt.whole().keySet());
        learnt.factors().keySet().forEach(module -> left.add(module + WEIGHT));
    }

    @Override
    public void change(StoredTensor tensor, long row, float[] values) {
        var name = CanonicalNames.of(tensor.name()).orElse(tensor.name());
        var joint = JointMatrix.find(config, name);
        if (joint.isEmpty()) {
            change(new JointMatrix.Place(name, row), values);
        } else if (tensor.shape().rank() > 1) {
            change(joint.get().place(name, row), values);
        } else {
            changeParts(joint.get(), name, values);
        }
    }

    private void change(JointMatrix.Place place, float[] values) {
        String name = place.name();
        left.remove(name);
        var replaced = learnt.whole().get(name);
        if (replaced != null) {
            replaced.read(place.row() * values.length, values, 0, values.length);
        } else if (name.endsWith(WEIGHT)) {
            add(name.substring(0, name.length() - WEIGHT.length()), place.row(), values);
        }
    }

    /// The biases of several linear layers, one behind the other.
    private void changeParts(JointMatrix joint, String name, float[] values) {
        int from = 0;
        for (var part : joint.parts()) {
            int count = Math.toIntExact(part.rows());
            var some = Arrays.copyOfRange(values, from, from + count);
            change(new JointMatrix.Place(joint.nameOf(part, name), 0), some);
            System.arraycopy(some, 0, values, from, count);
            from += count;
        }
    }

    private void add(String module, long row, float[] values) {
        var factors = learnt.factors().get(module);
        if (factors == null) {
            return;
        }
        if (!layer.equals(module)) {
            layer = module;
            a = factors.a().toFloats();
        }
        factors.addRow(row, learnt.scale(), a, values);
    }

    /// A part without a tensor in the files would be lost silently.
    ///
    /// @throws UnsupportedModelException naming the first
    void requireAllDone() throws UnsupportedModelException {
        requireNone(left);
    }

    static void requireNone(Set<String> left) throws UnsupportedModelException {
        for (String name : left) {
            throw new UnsupportedModelException("merging into " + name, List.of());
        }
    }
}
