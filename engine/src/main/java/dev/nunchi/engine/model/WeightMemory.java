package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.quant.NBitsPacking;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;

import java.util.Collection;

/// What weights take of the memory while a model answers.
///
/// Blocks become codes of 4 or 8 bits and a float32 scale a block, as [StoredProduct] runs them
/// with int8 activations; floats become float32. A table of embeddings is read where it lies.
public final class WeightMemory {
    private static final String TABLE = "embed_tokens.weight";

    private WeightMemory() {}

    /// @param tensors under canonical names, of language model, tower and projector
    public static long bytes(Collection<StoredTensor> tensors) {
        return tensors.stream().mapToLong(tensor -> bytes(tensor, tensor.format())).sum();
    }

    /// Of a tensor, were it stored in a format.
    public static long bytes(StoredTensor tensor, TensorFormat format) {
        return tensor.name().endsWith(TABLE) || !format.holdsReals()
                ? format.bytesFor(tensor.shape().count())
                : ofMatrix(tensor.shape().count(), format);
    }

    /// Of a table of embeddings that is the head, too: what the head takes beside it.
    static long ofHead(StoredTensor table, TensorFormat format) {
        return ofMatrix(table.shape().count(), format);
    }

    private static long ofMatrix(long count, TensorFormat format) {
        return NBitsPacking.of(format)
                .map(packing -> bytes(packing, count))
                .orElseGet(() -> DType.F32.bytesFor(count));
    }

    private static long bytes(NBitsPacking packing, long count) {
        if (packing == NBitsPacking.Q6_K) {
            return count + DType.F32.bytesFor(count / RegroupedWeight.BLOCK);
        }
        int size = packing.blockSize();
        // See MinimaColumns; that a model's widths may ask for a few more makes no difference here.
        long columns = packing.hasMinima() ? count / size * (Byte.SIZE / packing.bits()) : 0;
        long blocks = (count + columns) / size;
        long zeroPoints = packing.hasMinima() ? blocks * packing.bits() / Byte.SIZE : 0;
        return (count + columns) * packing.bits() / Byte.SIZE
                + DType.F32.bytesFor(blocks)
                + zeroPoints;
    }
}
