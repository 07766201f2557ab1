package dev.nunchi.engine.tensor;

/// Element types of arrays that are computed with.
///
/// Block-quantised storage is not an element type: see `quant.TensorFormat`.
public enum DType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I8(1),
    U8(1),
    /// Two unsigned 4-bit values a byte, low nibble first; only as graph initializers.
    U4(0),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of `count` elements.
    public long bytesFor(long count) {
        return this == U4 ? (count + 1) / 2 : count * bytes;
    }

    /// Whether elements are floating-point numbers.
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }
}
