package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PickleValue.Entries;
import dev.nunchi.engine.checkpoint.PickleValue.Storage;
import dev.nunchi.engine.checkpoint.PickleValue.View;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Shape;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lays a pickle's tensors over the bytes of their storages.
///
/// Contiguous tensors stay mapped, several may share a storage. Others (transposed, every second
/// row) are copied into order, all together at most as many bytes as the file has.
final class PickleTensors {
    static final int MAX_RANK = 8;

    private final MappedFile file;
    private final Arena arena;
    private final Storages storages;
    private long copied;

    /// Where storages lie.
    interface Storages {
        /// Exactly the bytes of `storage`.
        MemorySegment bytes(Storage storage) throws EngineException;
    }

    /// @param arena copies live as long as it
    PickleTensors(MappedFile file, Arena arena, Storages storages) {
        this.file = file;
        this.arena = arena;
        this.storages = storages;
    }

    /// The tensors of a state dict by name; one level of `state_dict` around it is taken off.
    Map<String, StoredTensor> read(PickleValue root) throws EngineException {
        if (!(root instanceof Entries entries)) {
            throw new CheckpointException(file.path(), "holds no dict of tensors");
        }
        var dict = entries;
        if (entries.values().get("state_dict") instanceof Entries inner) {
            dict = inner;
        }
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (var entry : dict.values().entrySet()) {
            if (entry.getValue() instanceof View view) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), view));
            }
        }
        return Collections.unmodifiableMap(tensors);
    }

    private StoredTensor tensor(String name, View view) throws EngineException {
        if (name.isEmpty() || name.length() > TensorTable.MAX_NAME) {
            throw new CheckpointException(
                    file.path(), "a tensor name of %d characters".formatted(name.length()));
        }
        try {
            return StoredTensor.of(
                    name, view.storage().format(), new Shape(view.shape()), bytes(name, view));
        } catch (ArithmeticException e) {
            throw problem(name, "has an impossible shape " + view.shape());
        }
    }

    private MemorySegment bytes(String name, View view) throws EngineException {
        requireWithin(name, view);
        var format = view.storage().format();
        long count = new Shape(view.shape()).count();
        if (count == 0) {
            return MemorySegment.NULL;
        }
        var bytes = storages.bytes(view.storage());
        long length = format.bytesFor(count);
        long start = format.bytesFor(view.offset());
        if (isContiguous(view)) {
            return bytes.asSlice(start, length);
        }
        copied += length;
        if (copied > file.size()) {
            throw problem(name, "repeats elements beyond the file's size");
        }
        var copy = new Copy(view, bytes, arena.allocate(length));
        copy.axis(0, start, 0);
        return copy.into();
    }

    private void requireWithin(String name, View view) throws CheckpointException {
        boolean possible =
                view.shape().size() == view.strides().size()
                        && view.offset() >= 0
                        && view.shape().stream().allMatch(dim -> dim >= 0)
                        && view.strides().stream().allMatch(stride -> stride >= 0);
        if (!possible) {
            throw problem(name, "has an impossible shape " + view.shape());
        }
        if (view.shape().contains(0L)) {
            return;
        }
        long last = view.offset();
        for (int axis = 0; axis < view.shape().size(); axis++) {
            long steps = Math.multiplyExact(view.shape().get(axis) - 1, view.strides().get(axis));
            last = Math.addExact(last, steps);
        }
        if (last >= view.storage().elements()) {
            throw problem(
                    name,
                    "reaches element %d of a storage of %d"
                            .formatted(last, view.storage().elements()));
        }
    }

    private static boolean isContiguous(View view) {
        long expected = 1;
        for (int axis = view.shape().size() - 1; axis >= 0; axis--) {
            long dim = view.shape().get(axis);
            if (dim != 1 && view.strides().get(axis) != expected) {
                return false;
            }
            expected *= dim;
        }
        return true;
    }

    /// Brings strided elements into order.
    private record Copy(View view, MemorySegment from, MemorySegment into) {

        /// @return where the next element goes
        long axis(int axis, long source, long target) {
            long element = view.storage().format().blockBytes();
            if (axis == view.shape().size()) {
                MemorySegment.copy(from, source, into, target, element);
                return target + element;
            }
            long step = view.strides().get(axis) * element;
            long next = target;
            for (long i = 0; i < view.shape().get(axis); i++) {
                next = axis(axis + 1, source + i * step, next);
            }
            return next;
        }
    }

    private CheckpointException problem(String name, String problem) {
        return new CheckpointException(file.path(), name, problem);
    }
}
