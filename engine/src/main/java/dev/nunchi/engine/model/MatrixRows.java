package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.quant.TensorFormat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One matrix made of the rows of several, e.g. query, key and value projections.
///
/// @param parts `[N_i, K]` each, of one `K`
record MatrixRows(List<StoredTensor> parts) {
    MatrixRows {
        parts = List.copyOf(parts);
        for (var part : parts) {
            if (part.shape().rank() != 2 || part.rowElements() != parts.getFirst().rowElements()) {
                throw new IllegalArgumentException(part + " beside " + parts.getFirst());
            }
        }
    }

    /// The weights of linear layers.
    static MatrixRows of(Checkpoint checkpoint, List<String> layers) throws CheckpointException {
        var parts = new ArrayList<StoredTensor>();
        for (String layer : layers) {
            parts.add(checkpoint.tensor(layer + ".weight"));
        }
        return new MatrixRows(parts);
    }

    /// `K`.
    int inputs() {
        return Math.toIntExact(parts.getFirst().rowElements());
    }

    /// `N`, the sum of the parts' rows.
    int outputs() {
        return Math.toIntExact(parts.stream().mapToLong(StoredTensor::rows).sum());
    }

    /// The format that all parts share, if they do.
    Optional<TensorFormat> format() {
        var first = parts.getFirst().format();
        return parts.stream().allMatch(p -> p.format() == first)
                ? Optional.of(first)
                : Optional.empty();
    }

    /// Row `n`, decoded.
    void readRow(int n, float[] into) {
        var place = find(n);
        place.part().readRow(place.row(), into, 0);
    }

    /// Row `n` as stored.
    MemorySegment row(int n) {
        var place = find(n);
        return place.part().row(place.row());
    }

    private Place find(int n) {
        long row = n;
        for (var part : parts) {
            if (row < part.rows()) {
                return new Place(part, row);
            }
            row -= part.rows();
        }
        throw new IndexOutOfBoundsException("row " + n + " of " + outputs());
    }

    private record Place(StoredTensor part, long row) {}
}
