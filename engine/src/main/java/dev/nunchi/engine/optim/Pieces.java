package dev.nunchi.engine.optim;

import dev.nunchi.engine.tensor.Tensor;

/// Works through arrays of one shape piece by piece, in buffers that stay in the processor's cache.
final class Pieces {
    private static final int LENGTH = 1 << 12;

    private final float[][] values;

    /// @param most arrays that are worked through together
    Pieces(int most) {
        values = new float[most][LENGTH];
    }

    interface Work {
        /// @param values of each array, as many as `count`
        void on(float[][] values, int count);
    }

    /// @param arrays float32, of one size
    /// @param changed how many of them, from the first on, are written back
    void change(Tensor[] arrays, int changed, Work work) {
        long total = arrays[0].shape().count();
        for (long at = 0; at < total; at += LENGTH) {
            int count = (int) Math.min(LENGTH, total - at);
            for (int i = 0; i < arrays.length; i++) {
                arrays[i].read(at, values[i], 0, count);
            }
            work.on(values, count);
            for (int i = 0; i < changed; i++) {
                arrays[i].write(at, values[i], 0, count);
            }
        }
    }
}
