package dev.nunchi.engine.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nunchi.engine.checkpoint.PickleValue.Plain;
import dev.nunchi.engine.checkpoint.PickleValue.Storage;
import dev.nunchi.engine.checkpoint.PickleValue.Whole;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// A file of tensors that `torch.save` wrote (`.bin`, `.pt`, `.pth`), mapped read-only. Whoever
/// opens it closes it; tensors live as long as it.
///
/// Since PyTorch 1.6 a zip file with nothing compressed, under one folder:
///
/// | entry | content |
/// |---|---|
/// | `data.pkl` | a pickle: a dict of tensors, each over a storage that is named by its key |
/// | `data/KEY` | a storage's bytes |
/// | `byteorder` | `little`, if it is there |
///
/// Before, pickles and bytes one after another: magic number, protocol (1001), system, the dict of
/// tensors, a list of keys; then, for each key, the number of elements (i64) and the bytes.
///
/// Nothing in a pickle is run: see [PickleMachine]. Source: `torch/serialization.py`.
public final class PickleFile implements AutoCloseable {
    private static final int PROTO = 0x80;
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    /// A big shard's has 100 kB.
    private static final long MAX_PICKLE = 1 << 24;

    private final Arena arena;
    private final MappedFile file;
    private final Map<String, StoredTensor> tensors;

    private PickleFile(Arena arena, MappedFile file) throws EngineException {
        this.arena = arena;
        this.file = file;
        this.tensors = PickleArchive.isOne(file) ? readArchive() : readLegacy();
    }

    /// Maps a file and lays its tensors over it.
    ///
    /// @throws CheckpointException if the file is damaged
    /// @throws UnsupportedModelException if its pickle names anything but tensors
    /// @throws EngineException if the file cannot be read
    public static PickleFile open(Path path) throws EngineException {
        return Arenas.open(arena -> read(path, arena));
    }

    /// The same in an arena that somebody else closes.
    static PickleFile read(Path path, Arena arena) throws EngineException {
        return new PickleFile(arena, MappedFile.open(path, arena));
    }

    private Map<String, StoredTensor> readArchive() throws EngineException {
        var archive = PickleArchive.read(file);
        String root = archive.root();
        if (archive.has(root + "byteorder")) {
            String order = new String(bytes(archive, root + "byteorder"), StandardCharsets.UTF_8);
            requireLittleEndian(order.equals("little"));
        }
        var pickle = archive.entry(root + "data.pkl");
        if (pickle.rest().byteSize() > MAX_PICKLE) {
            throw pickle.problem("a pickle of %d bytes".formatted(pickle.rest().byteSize()));
        }
        var value = PickleMachine.read(pickle);
        return new PickleTensors(file, arena, storage -> inArchive(archive, root, storage))
                .read(value);
    }

    private static byte[] bytes(PickleArchive archive, String name) throws EngineException {
        var entry = archive.entry(name);
        return entry.bytes((int) Math.min(entry.rest().byteSize(), 16));
    }

    private static MemorySegment inArchive(PickleArchive archive, String root, Storage storage)
            throws EngineException {
        return exactly(archive.entry(root + "data/" + storage.key()), storage);
    }

    /// The bytes at `cursor` that the storage's elements take.
    private static MemorySegment exactly(MappedCursor cursor, Storage storage)
            throws CheckpointException {
        var bytes = cursor.rest();
        long unit = storage.format().blockBytes();
        if (storage.elements() < 0 || storage.elements() > bytes.byteSize() / unit) {
            throw cursor.problem(
                    "storage '%s' of %d elements has %d bytes"
                            .formatted(storage.key(), storage.elements(), bytes.byteSize()));
        }
        return bytes.asSlice(0, storage.elements() * unit);
    }

    private Map<String, StoredTensor> readLegacy() throws EngineException {
        var cursor = new PickleCursor(file, 0, Math.min(file.size(), MAX_PICKLE));
        boolean pickled =
                file.size() > 0 && Byte.toUnsignedInt(file.bytes().get(JAVA_BYTE, 0)) == PROTO;
        if (!pickled || !PickleMachine.read(cursor).equals(new Whole(MAGIC))) {
            throw cursor.problem("is not a file that torch.save wrote");
        }
        PickleMachine.read(cursor);
        if (PickleMachine.read(cursor) instanceof PickleValue.Entries system) {
            requireLittleEndian(system.values().get("little_endian") != Plain.FALSE);
        }
        var storages = new LinkedHashMap<String, Storage>();
        var value = new PickleMachine(cursor, storages).run();
        var places = places(cursor, storages);
        return new PickleTensors(file, arena, storage -> place(places, storage)).read(value);
    }

    private static MemorySegment place(Map<String, MemorySegment> places, Storage storage) {
        return Objects.requireNonNull(places.get(storage.key()), storage::key);
    }

    /// Where each storage's bytes lie, behind the pickles in the order of the last one's keys.
    private Map<String, MemorySegment> places(
            PickleCursor pickles, SequencedMap<String, Storage> storages) throws EngineException {
        var places = new HashMap<String, MemorySegment>();
        var keys = PickleMachine.read(pickles);
        var cursor = new PickleCursor(file, pickles.position(), file.size());
        for (var key : keys instanceof PickleValue.Items items ? items.values() : List.of(keys)) {
            var storage = named(storages, key);
            if (storage.isEmpty() || cursor.i64() != storage.get().elements()) {
                throw cursor.problem("the list of storages is damaged");
            }
            var bytes = exactly(cursor, storage.get());
            cursor.skip(bytes.byteSize());
            places.put(storage.get().key(), bytes);
        }
        if (!places.keySet().containsAll(storages.keySet())) {
            throw cursor.problem("storages are missing");
        }
        return places;
    }

    private static Optional<Storage> named(Map<String, Storage> storages, PickleValue key) {
        return key instanceof PickleValue.Text(String name)
                ? Optional.ofNullable(storages.get(name))
                : Optional.empty();
    }

    private void requireLittleEndian(boolean littleEndian) throws UnsupportedModelException {
        if (!littleEndian) {
            throw new UnsupportedModelException(
                    "big-endian numbers in " + file.path().getFileName(), List.of("little-endian"));
        }
    }

    /// The tensors by name, in the file's order. Some may share their bytes.
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    MappedFile file() {
        return file;
    }

    @Override
    public void close() {
        arena.close();
    }
}
