package dev.nunchi.engine.quant;

import dev.nunchi.engine.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// How a checkpoint stores a tensor's elements: plain, or in blocks along the innermost axis.
///
/// Block layouts are ggml's; names are spelt as there.
public enum TensorFormat {
    F32(1, 4, DType.F32),
    F16(1, 2, DType.F16),
    BF16(1, 2, DType.BF16),
    I64(1, 8, DType.I64),
    I32(1, 4, DType.I32),
    I8(1, 1, DType.I8),
    U8(1, 1, DType.U8),
    BOOL(1, 1, DType.BOOL),
    /// float16 scale, 16 bytes of nibbles; `x = d · (q − 8)`.
    Q4_0(32, 18, null),
    /// float16 scale, float16 minimum, 16 bytes of nibbles; `x = d · q + m`.
    Q4_1(32, 20, null),
    /// float16 scale, 32 signed bytes; `x = d · q`.
    Q8_0(32, 34, null);

    private final int blockSize;
    private final int blockBytes;
    private final @Nullable DType dtype;

    TensorFormat(int blockSize, int blockBytes, @Nullable DType dtype) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.dtype = dtype;
    }

    /// Elements in a block; 1 for plain formats.
    public int blockSize() {
        return blockSize;
    }

    /// Bytes of a block.
    public int blockBytes() {
        return blockBytes;
    }

    /// The element type of a plain format; empty for block formats.
    public Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }

    /// Whether elements are packed in blocks with a scale.
    public boolean isQuantised() {
        return dtype == null;
    }

    /// Whether elements are real numbers, which [BlockCodec] decodes to float32.
    public boolean holdsReals() {
        return dtype == null || dtype.isFloat();
    }

    /// Bytes of `count` elements.
    ///
    /// @param count a multiple of [#blockSize()]
    public long bytesFor(long count) {
        if (count % blockSize != 0) {
            throw new IllegalArgumentException(
                    "%s holds multiples of %d elements, not %d".formatted(this, blockSize, count));
        }
        return Math.multiplyExact(count / blockSize, (long) blockBytes);
    }
}
