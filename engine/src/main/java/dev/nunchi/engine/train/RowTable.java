package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.tensor.Tensor;

/// A matrix that is read row by row: frozen in a checkpoint, or learning in memory.
sealed interface RowTable {
    int rows();

    int width();

    /// @param into `[width]`
    void read(int row, float[] into);

    static RowTable of(StoredTensor tensor) {
        return new Stored(tensor);
    }

    /// @param tensor float32 `[rows, width]`, read as it is at the time
    static RowTable of(Tensor tensor) {
        return new Live(tensor);
    }

    /// A checkpoint's.
    record Stored(StoredTensor tensor) implements RowTable {
        @Override
        public int rows() {
            return Math.toIntExact(tensor.rows());
        }

        @Override
        public int width() {
            return Math.toIntExact(tensor.rowElements());
        }

        @Override
        public void read(int row, float[] into) {
            tensor.readRow(row, into, 0);
        }
    }

    /// A parameter's.
    record Live(Tensor tensor) implements RowTable {
        @Override
        public int rows() {
            return Math.toIntExact(tensor.shape().dim(0));
        }

        @Override
        public int width() {
            return Math.toIntExact(tensor.shape().dim(1));
        }

        @Override
        public void read(int row, float[] into) {
            tensor.read((long) row * width(), into, 0, width());
        }
    }
}
