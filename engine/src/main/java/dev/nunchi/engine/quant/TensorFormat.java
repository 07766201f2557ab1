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
    /// float16 scale, 4 bytes of fifth bits, 16 bytes of nibbles; `x = d · (q − 16)`.
    Q5_0(32, 22, null),
    /// float16 scale, float16 minimum, fifth bits, nibbles; `x = d · q + m`.
    Q5_1(32, 24, null),
    /// float16 scale, 32 signed bytes; `x = d · q`.
    Q8_0(32, 34, null),
    /// Groups of 16 with 4 bits each for scale and minimum; `x = d · s · q − d' · m`.
    Q2_K(256, 84, null),
    /// Groups of 16 with 6-bit scales; `x = d · (s − 32) · (q − 4)`.
    Q3_K(256, 110, null),
    /// Groups of 32 with 6 bits each for scale and minimum; `x = d · s · q − d' · m`.
    Q4_K(256, 144, null),
    /// As Q4_K, with a fifth bit.
    Q5_K(256, 176, null),
    /// Groups of 16 with signed 8-bit scales; `x = d · s · (q − 32)`.
    Q6_K(256, 210, null),
    /// float16 scale, 16 bytes of nibbles that count in a table `v`; `x = d · v[q]`.
    IQ4_NL(32, 18, null),
    /// Groups of 32 with 6-bit scales; `x = d · (s − 32) · v[q]`.
    IQ4_XS(256, 136, null);

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

    /// Elements of a block that share a scale; 1 for plain formats.
    public int groupSize() {
        return switch (this) {
            case Q2_K, Q3_K, Q6_K -> 16;
            default -> Math.min(blockSize, 32);
        };
    }

    /// Whether groups have a minimum besides their scale.
    public boolean hasMinima() {
        return switch (this) {
            case Q4_1, Q5_1, Q2_K, Q4_K, Q5_K -> true;
            default -> false;
        };
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
