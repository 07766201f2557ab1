package dev.nunchi.engine.checkpoint;

/// Kinds of metadata values, in the order of their codes.
enum GgufType {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    F32(4),
    BOOL(1),
    /// A length (u64) and as many bytes of UTF-8.
    STRING(0),
    /// An element type (u32), a count (u64), the elements.
    ARRAY(0),
    U64(8),
    I64(8),
    F64(8);

    private static final GgufType[] BY_CODE = values();

    private final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one value; 0 if that depends on the value.
    int bytes() {
        return bytes;
    }

    static int count() {
        return BY_CODE.length;
    }

    static GgufType ofCode(int code) {
        return BY_CODE[code];
    }
}
