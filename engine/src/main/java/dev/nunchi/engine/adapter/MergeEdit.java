package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.CanonicalNames;
import dev.nunchi.engine.checkpoint.FloatFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts learnt tensors in the place of a model's, and adds products of factors to weights.
///
/// For one thread; knows which parts of what was learnt have found their place.
final class MergeEdit implements FloatFile.Edit {
    private static final String WEIGHT = ".weight";

    private final LearntWeights learnt;
    private final Set<String> left = new HashSet<>();

    /// A of the layer whose rows come just now, kept from row to row.
    private String layer = "";

    private float[] a = new float[0];

    MergeEdit(LearntWeights learnt) {
        this.learnt = learnt;
        left.addAll(learnt.whole().keySet());
        learnt.factors().keySet().forEach(module -> left.add(module + WEIGHT));
    }

    @Override
    public void change(StoredTensor tensor, long row, float[] values) {
        var name = CanonicalNames.of(tensor.name()).orElse(tensor.name());
        left.remove(name);
        var replaced = learnt.whole().get(name);
        if (replaced != null) {
            replaced.read(row * values.length, values, 0, values.length);
        } else if (name.endsWith(WEIGHT)) {
            add(name.substring(0, name.length() - WEIGHT.length()), row, values);
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

    /// A part without a tensor of its own in the files, such as a third of joint weights, would be
    /// lost silently.
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
