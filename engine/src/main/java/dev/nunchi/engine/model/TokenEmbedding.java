package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.CheckpointException;

/// The language model's embedding table, read row by row from the mapped checkpoint.
///
/// A look-up of a few rows needs no session, and the table is in memory only as far as it is used.
/// Valid until the checkpoint is closed; safe to use from several threads.
public final class TokenEmbedding {
    private final StoredTensor table;
    private final float scale;

    /// @throws CheckpointException if the table is missing
    public TokenEmbedding(Checkpoint checkpoint) throws CheckpointException {
        table = checkpoint.tensor("model.embed_tokens.weight");
        scale = (float) checkpoint.config().language().form().embeddingScale();
    }

    /// `D`.
    public int hiddenSize() {
        return Math.toIntExact(table.rowElements());
    }

    /// `V`.
    public int vocabSize() {
        return Math.toIntExact(table.rows());
    }

    /// Writes the rows of `ids` one after another, scaled as the model wants them.
    ///
    /// @param into `[ids.length, D]`, row-major
    /// @throws IndexOutOfBoundsException if an id is not in the vocabulary
    public void lookup(int[] ids, float[] into) {
        for (int i = 0; i < ids.length; i++) {
            table.readRow(ids[i], into, i * hiddenSize());
        }
        if (scale != 1) {
            for (int i = 0; i < ids.length * hiddenSize(); i++) {
                into[i] *= scale;
            }
        }
    }
}
