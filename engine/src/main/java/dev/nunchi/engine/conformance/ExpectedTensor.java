package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.tensor.Shape;

/// An expected array of a case.
record ExpectedTensor(StoredTensor stored) {
    Shape shape() {
        return stored.shape();
    }

    float[] floats() {
        return stored.toFloats();
    }

    long[] longs() {
        return stored.view().toLongs();
    }
}
