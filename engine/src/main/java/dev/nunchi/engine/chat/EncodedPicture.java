package dev.nunchi.engine.chat;

import dev.nunchi.engine.tensor.Tensor;

/// A picture's features and what they cost.
///
/// @param rows `[I, D]`
/// @param prepare milliseconds of resizing and normalising
/// @param encode milliseconds of tower and projector
record EncodedPicture(Tensor rows, double prepare, double encode) {
    long bytes() {
        return rows.dtype().bytesFor(rows.shape().count());
    }
}
