package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The directory of a zip file whose entries are stored as they are, so that they can be mapped.
///
/// The JDK's `ZipFile` does not say where an entry's bytes lie. Format: PKWARE's `APPNOTE.TXT`,
/// sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14 to 4.3.16 (ends), 4.5.3 (64-bit
/// sizes).
final class PickleArchive {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int MAX_ENTRIES = TensorTable.MAX_TENSORS + 64;
    private static final long IN_EXTRA_FIELD = 0xFFFF_FFFFL;
    private static final int EXTRA_64 = 1;
    private static final int STORED = 0;

    private final MappedFile file;
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(int method, long bytes, long header) {}

    private PickleArchive(MappedFile file) {
        this.file = file;
    }

    static boolean isOne(MappedFile file) {
        return file.size() >= LOCAL_BYTES && file.bytes().get(Tensor.INT, 0) == LOCAL_HEADER;
    }

    static PickleArchive read(MappedFile file) throws CheckpointException {
        var archive = new PickleArchive(file);
        long end = archive.end();
        var cursor = archive.cursor(end + 10);
        long count = cursor.u16();
        cursor.skip(4);
        long start = cursor.u32();
        if (start == IN_EXTRA_FIELD || count == 0xFFFF) {
            var wide = archive.cursor(archive.end64(end) + 32);
            count = wide.i64();
            wide.skip(8);
            start = wide.i64();
        }
        if (count < 0 || count > MAX_ENTRIES) {
            throw archive.problem("%s entries".formatted(Long.toUnsignedString(count)));
        }
        var directory = archive.cursor(start);
        for (long i = 0; i < count; i++) {
            archive.readEntry(directory);
        }
        return archive;
    }

    private PickleCursor cursor(long position) throws CheckpointException {
        var cursor = new PickleCursor(file, 0, file.size());
        cursor.skip(position);
        return cursor;
    }

    private long end() throws CheckpointException {
        long first = Math.max(0, file.size() - END_BYTES - MAX_COMMENT);
        for (long at = file.size() - END_BYTES; at >= first; at--) {
            if (file.bytes().get(Tensor.INT, at) == END) {
                return at;
            }
        }
        throw problem("the archive's end is missing");
    }

    private long end64(long end) throws CheckpointException {
        var locator = cursor(Math.max(0, end - LOCATOR_BYTES));
        if (locator.i32() != LOCATOR_64) {
            throw problem("the archive's end is damaged");
        }
        locator.skip(4);
        long at = locator.i64();
        if (cursor(at).i32() != END_64) {
            throw problem("the archive's end is damaged");
        }
        return at;
    }

    private void readEntry(PickleCursor directory) throws CheckpointException {
        if (directory.i32() != DIRECTORY_ENTRY) {
            throw problem("the archive's directory is damaged");
        }
        directory.skip(6);
        int method = directory.u16();
        directory.skip(8);
        long stored = directory.u32();
        long bytes = directory.u32();
        int nameLength = directory.u16();
        int extraLength = directory.u16();
        int commentLength = directory.u16();
        directory.skip(8);
        long header = directory.u32();
        String name = directory.text(nameLength);
        long extraStart = directory.skip(extraLength);
        var extra = new PickleCursor(file, extraStart, directory.position());
        directory.skip(commentLength);
        if (List.of(stored, bytes, header).contains(IN_EXTRA_FIELD)) {
            findWide(extra);
            bytes = bytes == IN_EXTRA_FIELD ? extra.i64() : bytes;
            stored = stored == IN_EXTRA_FIELD ? extra.i64() : stored;
            header = header == IN_EXTRA_FIELD ? extra.i64() : header;
        }
        if (entries.putIfAbsent(name, new Entry(method, bytes, header)) != null) {
            throw problem("entry '%s' twice".formatted(name));
        }
    }

    /// Moves to the 64-bit numbers among an entry's extra fields.
    private static void findWide(PickleCursor extra) throws CheckpointException {
        while (extra.u16() != EXTRA_64) {
            extra.skip(extra.u16());
        }
        extra.skip(2);
    }

    /// The folder that all entries lie in, with its slash.
    String root() throws CheckpointException {
        return entries.keySet().stream()
                .filter(name -> name.endsWith("/data.pkl"))
                .map(name -> name.substring(0, name.length() - "data.pkl".length()))
                .min((a, b) -> a.length() - b.length())
                .orElseThrow(() -> problem("an archive without tensors (no data.pkl)"));
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /// A cursor over the bytes of an entry.
    ///
    /// @throws UnsupportedModelException if they are compressed
    PickleCursor entry(String name) throws EngineException {
        var entry = entries.get(name);
        if (entry == null) {
            throw problem("entry '%s' is missing".formatted(name));
        }
        if (entry.method() != STORED) {
            throw new UnsupportedModelException(
                    "a compressed entry in " + file.path().getFileName(), List.of("stored ones"));
        }
        var local = cursor(entry.header());
        if (local.i32() != LOCAL_HEADER) {
            throw problem("entry '%s' is damaged".formatted(name));
        }
        local.skip(22);
        int nameLength = local.u16();
        int extraLength = local.u16();
        local.skip(nameLength + extraLength);
        long start = local.skip(entry.bytes());
        return new PickleCursor(file, start, local.position());
    }

    private CheckpointException problem(String problem) {
        return new CheckpointException(file.path(), problem);
    }
}
