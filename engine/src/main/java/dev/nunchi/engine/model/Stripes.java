package dev.nunchi.engine.model;

import java.io.IOException;

/// Cuts a matrix `[N, K]` that is written as `[K, N]` into stripes of input rows, so that even a
/// large head is never in memory as a whole; each stripe decodes the matrix anew.
///
/// @param cellBytes of an element as it is written
record Stripes(MatrixRows matrix, int cellBytes) {
    private static final long STRIPE_BYTES = 32L << 20;

    /// Writes one stripe.
    @FunctionalInterface
    interface Writer {
        /// Inputs `start..start + height`.
        void write(int start, int height) throws IOException;
    }

    void each(Writer writer) throws IOException {
        int inputs = matrix.inputs();
        long width = (long) cellBytes * matrix.outputs();
        int stripe = Math.clamp(STRIPE_BYTES / width, 1, inputs);
        for (int start = 0; start < inputs; start += stripe) {
            writer.write(start, Math.min(stripe, inputs - start));
        }
    }
}
