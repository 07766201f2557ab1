package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.quant.TensorFormat;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A GGUF file, mapped read-only. Whoever opens it closes it; tensors live as long as it.
///
/// | bytes | content |
/// |---|---|
/// | 4 | `GGUF` |
/// | 4 | version, 2 or 3: the third added big-endian files, which are refused |
/// | 8 | number of tensors |
/// | 8 | number of metadata entries |
/// | … | metadata: key (string), type (u32), value |
/// | … | tensors: name (string), rank (u32), extents innermost first (u64 each), type (u32), offset (u64) |
/// | … | zeros up to a multiple of `general.alignment` (32) |
/// | rest | data; offsets count from here and are multiples of the alignment |
///
/// A string is a length (u64) and UTF-8 bytes; all numbers are little-endian. Format:
/// `docs/gguf.md` of ggml. Shapes are turned to outermost first here.
public final class GgufFile implements AutoCloseable {
    private static final int MAGIC = 0x46554747;
    private static final int OLDEST_VERSION = 2;
    private static final int VERSION = 3;
    private static final int MAX_RANK = 4;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long MAX_ALIGNMENT = 1 << 16;
    private static final List<String> SUPPORTED =
            Arrays.stream(TensorFormat.values())
                    .filter(TensorFormat::holdsReals)
                    .map(TensorFormat::name)
                    .toList();

    private final Arena arena;
    private final MappedFile file;
    private final GgufMetadata metadata;
    private final long metadataEnd;
    private final Map<String, StoredTensor> tensors;

    private GgufFile(Arena arena, MappedFile file) throws EngineException {
        this.arena = arena;
        this.file = file;
        var cursor = new GgufCursor(file, 0);
        readStart(cursor);
        int tensorCount = cursor.count("tensors", TensorTable.MAX_TENSORS);
        this.metadata = GgufMetadata.read(file, cursor, cursor.i64());
        this.metadataEnd = cursor.position();
        this.tensors = readTensors(cursor, tensorCount);
    }

    /// Maps a file and checks its directory against its size.
    ///
    /// @throws EngineException if the file cannot be read, is damaged or holds a tensor type that
    ///   [TensorFormat] has not
    public static GgufFile open(Path path) throws EngineException {
        return Arenas.open(arena -> read(path, arena));
    }

    /// The same in an arena that somebody else closes.
    static GgufFile read(Path path, Arena arena) throws EngineException {
        return new GgufFile(arena, MappedFile.open(path, arena));
    }

    private static void readStart(GgufCursor cursor) throws EngineException {
        if (cursor.i32() != MAGIC) {
            throw cursor.problem("is not a GGUF file");
        }
        int version = cursor.i32();
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new UnsupportedModelException(
                    "GGUF version " + Integer.toUnsignedString(version),
                    List.of(String.valueOf(OLDEST_VERSION), String.valueOf(VERSION)));
        }
    }

    private Map<String, StoredTensor> readTensors(GgufCursor cursor, int count)
            throws EngineException {
        long alignment = alignment();
        var table = new TensorTable(file);
        for (int i = 0; i < count; i++) {
            readTensor(cursor, table, alignment);
        }
        long end = cursor.position();
        long dataStart = Math.ceilDiv(end, alignment) * alignment;
        // A file without tensor data may end before the padding does.
        return table.over(Math.min(dataStart, file.size()));
    }

    private static void readTensor(GgufCursor cursor, TensorTable table, long alignment)
            throws EngineException {
        String name = cursor.text(TensorTable.MAX_NAME);
        int rank = cursor.i32();
        if (rank < 0 || rank > MAX_RANK) {
            throw cursor.problem(
                    "tensor '%s' has %s axes".formatted(name, Integer.toUnsignedString(rank)));
        }
        var dims = new ArrayList<Long>();
        for (int axis = 0; axis < rank; axis++) {
            dims.addFirst(cursor.i64());
        }
        TensorFormat format = format(name, cursor.i32());
        long offset = cursor.i64();
        if (offset % alignment != 0) {
            throw cursor.problem(
                    "tensor '%s' begins at %d, not a multiple of %d"
                            .formatted(name, offset, alignment));
        }
        table.add(name, format, dims, offset);
    }

    private static TensorFormat format(String name, int code) throws UnsupportedModelException {
        return switch (code) {
            case 0 -> TensorFormat.F32;
            case 1 -> TensorFormat.F16;
            case 2 -> TensorFormat.Q4_0;
            case 3 -> TensorFormat.Q4_1;
            case 6 -> TensorFormat.Q5_0;
            case 7 -> TensorFormat.Q5_1;
            case 8 -> TensorFormat.Q8_0;
            case 10 -> TensorFormat.Q2_K;
            case 11 -> TensorFormat.Q3_K;
            case 12 -> TensorFormat.Q4_K;
            case 13 -> TensorFormat.Q5_K;
            case 14 -> TensorFormat.Q6_K;
            case 20 -> TensorFormat.IQ4_NL;
            case 23 -> TensorFormat.IQ4_XS;
            case 24 -> TensorFormat.I8;
            case 26 -> TensorFormat.I32;
            case 27 -> TensorFormat.I64;
            case 30 -> TensorFormat.BF16;
            default ->
                    throw new UnsupportedModelException(
                            "tensor '%s' of GGUF type %s".formatted(name, typeName(code)),
                            SUPPORTED);
        };
    }

    /// A format's code in the file.
    ///
    /// @throws IllegalArgumentException if it has none
    static int codeOf(TensorFormat format) {
        return switch (format) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q4_1 -> 3;
            case Q5_0 -> 6;
            case Q5_1 -> 7;
            case Q8_0 -> 8;
            case Q2_K -> 10;
            case Q3_K -> 11;
            case Q4_K -> 12;
            case Q5_K -> 13;
            case Q6_K -> 14;
            case IQ4_NL -> 20;
            case IQ4_XS -> 23;
            case I8 -> 24;
            case I32 -> 26;
            case I64 -> 27;
            case BF16 -> 30;
            case U8, BOOL -> throw new IllegalArgumentException("GGUF has no " + format);
        };
    }

    /// The type's name in `ggml.h`, or its number.
    private static String typeName(int code) {
        return switch (code) {
            case 9 -> "Q8_1";
            case 15 -> "Q8_K";
            case 16 -> "IQ2_XXS";
            case 17 -> "IQ2_XS";
            case 18 -> "IQ3_XXS";
            case 19 -> "IQ1_S";
            case 21 -> "IQ3_S";
            case 22 -> "IQ2_S";
            case 25 -> "I16";
            case 28 -> "F64";
            case 29 -> "IQ1_M";
            case 34 -> "TQ1_0";
            case 35 -> "TQ2_0";
            case 39 -> "MXFP4";
            default -> Integer.toUnsignedString(code);
        };
    }

    /// What data and tensors begin at multiples of.
    long alignment() throws CheckpointException {
        long alignment = metadata.integer("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment <= 0 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw new CheckpointException(file.path(), "impossible alignment " + alignment);
        }
        return alignment;
    }

    public GgufMetadata metadata() {
        return metadata;
    }

    /// The tensors by name, in the file's order.
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /// The first byte behind the metadata.
    long metadataEnd() {
        return metadataEnd;
    }

    MappedFile file() {
        return file;
    }

    @Override
    public void close() {
        arena.close();
    }
}
