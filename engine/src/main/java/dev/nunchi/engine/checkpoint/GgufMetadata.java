package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// The key–value part of a GGUF file. Values stay in the mapped file until they are asked for.
///
/// Every getter is empty if the key is absent and throws [CheckpointException] if the value is of
/// another kind. Valid until the file is closed.
public final class GgufMetadata {
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_KEY = 1024;
    private static final int MAX_TEXT = 1 << 22;

    /// Gemma 3 has 514,906 merges, the most known.
    private static final int MAX_ELEMENTS = 1 << 19;

    /// Most bytes of all strings of an array: four times what the largest known takes.
    private static final int MAX_TEXTS = 1 << 24;

    private static final int MAX_DEPTH = 4;

    private final MappedFile file;
    private final Map<String, Entry> entries;

    /// @param position of the value, behind its type
    private record Entry(GgufType type, long position) {}

    private GgufMetadata(MappedFile file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /// Steps over `count` entries, noting where each value lies.
    static GgufMetadata read(MappedFile file, GgufCursor cursor, long count)
            throws CheckpointException {
        if (count < 0 || count > MAX_ENTRIES) {
            throw cursor.problem(
                    "%s metadata entries, more than %d"
                            .formatted(Long.toUnsignedString(count), MAX_ENTRIES));
        }
        var entries = new LinkedHashMap<String, Entry>();
        for (long i = 0; i < count; i++) {
            String key = cursor.text(MAX_KEY);
            var entry = new Entry(cursor.type(), cursor.position());
            skipValue(cursor, entry.type(), 0);
            if (entries.putIfAbsent(key, entry) != null) {
                throw cursor.problem("metadata '%s' is there twice".formatted(key));
            }
        }
        return new GgufMetadata(file, Collections.unmodifiableMap(entries));
    }

    private static void skipValue(GgufCursor cursor, GgufType type, int depth)
            throws CheckpointException {
        switch (type) {
            case STRING -> cursor.skip(cursor.count("bytes of text", MAX_TEXT));
            case ARRAY -> skipArray(cursor, depth + 1);
            default -> cursor.skip(type.bytes());
        }
    }

    private static void skipArray(GgufCursor cursor, int depth) throws CheckpointException {
        if (depth > MAX_DEPTH) {
            throw cursor.problem("metadata arrays nested deeper than " + MAX_DEPTH);
        }
        GgufType type = cursor.type();
        int count = cursor.count("elements in a metadata array", MAX_ELEMENTS);
        if (type.bytes() > 0) {
            cursor.skip((long) count * type.bytes());
            return;
        }
        for (int i = 0; i < count; i++) {
            skipValue(cursor, type, depth);
        }
    }

    /// All keys in file order.
    public Set<String> keys() {
        return entries.keySet();
    }

    /// A string.
    public Optional<String> text(String key) throws CheckpointException {
        var entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        require(key, entry.type() == GgufType.STRING, "a string");
        return Optional.of(at(entry).text(MAX_TEXT));
    }

    /// A whole number of any width; u64 beyond 2⁶³ − 1 is refused.
    public OptionalLong integer(String key) throws CheckpointException {
        var entry = entries.get(key);
        return entry == null
                ? OptionalLong.empty()
                : OptionalLong.of(integer(key, entry.type(), at(entry)));
    }

    /// A whole or floating-point number.
    public OptionalDouble number(String key) throws CheckpointException {
        var entry = entries.get(key);
        return entry == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(number(key, entry.type(), at(entry)));
    }

    /// A boolean.
    public Optional<Boolean> flag(String key) throws CheckpointException {
        var entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        require(key, entry.type() == GgufType.BOOL, "a boolean");
        return Optional.of(at(entry).i8() != 0);
    }

    /// An array of strings; empty if the key is absent.
    public List<String> texts(String key) throws CheckpointException {
        var texts = new ArrayList<String>();
        var array = array(key);
        long end = array.cursor().position() + MAX_TEXTS + (long) array.count() * Long.BYTES;
        for (int i = 0; i < array.count(); i++) {
            require(key, array.type() == GgufType.STRING, "an array of strings");
            texts.add(array.cursor().text(MAX_TEXT));
            require(key, array.cursor().position() <= end, "a vocabulary of 16 MiB");
        }
        return texts;
    }

    /// Element `index` of an array of strings; empty if there is none.
    public Optional<String> textAt(String key, long index) throws CheckpointException {
        var array = array(key);
        if (index < 0 || index >= array.count()) {
            return Optional.empty();
        }
        require(key, array.type() == GgufType.STRING, "an array of strings");
        for (long i = 0; i < index; i++) {
            skipValue(array.cursor(), GgufType.STRING, 0);
        }
        return Optional.of(array.cursor().text(MAX_TEXT));
    }

    /// An array of whole numbers; empty if the key is absent.
    public long[] integers(String key) throws CheckpointException {
        var array = array(key);
        var numbers = new long[array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = integer(key, array.type(), array.cursor());
        }
        return numbers;
    }

    /// An array of numbers, e.g. scores; empty if the key is absent.
    public float[] numbers(String key) throws CheckpointException {
        var array = array(key);
        var numbers = new float[array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) number(key, array.type(), array.cursor());
        }
        return numbers;
    }

    /// The elements of an array, the cursor before the first.
    private record Elements(GgufType type, int count, GgufCursor cursor) {}

    private Elements array(String key) throws CheckpointException {
        var entry = entries.get(key);
        if (entry == null) {
            return new Elements(GgufType.U8, 0, new GgufCursor(file, 0));
        }
        require(key, entry.type() == GgufType.ARRAY, "an array");
        var cursor = at(entry);
        return new Elements(
                cursor.type(), cursor.count("elements in a metadata array", MAX_ELEMENTS), cursor);
    }

    private long integer(String key, GgufType type, GgufCursor cursor) throws CheckpointException {
        return switch (type) {
            case U8 -> Byte.toUnsignedLong(cursor.i8());
            case I8 -> cursor.i8();
            case U16 -> Short.toUnsignedLong(cursor.i16());
            case I16 -> cursor.i16();
            case U32 -> Integer.toUnsignedLong(cursor.i32());
            case I32 -> cursor.i32();
            case I64 -> cursor.i64();
            case U64 -> {
                long value = cursor.i64();
                require(key, value >= 0, "a number below 2^63");
                yield value;
            }
            case F32, F64, BOOL, STRING, ARRAY -> throw mismatch(key, "a whole number");
        };
    }

    private double number(String key, GgufType type, GgufCursor cursor) throws CheckpointException {
        return switch (type) {
            case F32 -> cursor.f32();
            case F64 -> cursor.f64();
            case U8, I8, U16, I16, U32, I32, U64, I64 -> integer(key, type, cursor);
            case BOOL, STRING, ARRAY -> throw mismatch(key, "a number");
        };
    }

    private GgufCursor at(Entry entry) {
        return new GgufCursor(file, entry.position());
    }

    private void require(String key, boolean condition, String expected)
            throws CheckpointException {
        if (!condition) {
            throw mismatch(key, expected);
        }
    }

    private CheckpointException mismatch(String key, String expected) {
        return new CheckpointException(
                file.path(), "metadata '%s' is not %s".formatted(key, expected));
    }
}
