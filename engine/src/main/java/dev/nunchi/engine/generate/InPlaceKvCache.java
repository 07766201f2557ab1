package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A cache that GroupQueryAttention appends to where it lies: the same tensors are past and
/// present. Rows lie behind each other, so that any neighbouring ones are a tensor, too.
///
/// Begins with one row and small, gets rows one by one, and doubles their room up to the context's
/// length: the attention's scratch grows with the room, and a long context's room is gigabytes.
final class InPlaceKvCache implements KvCache {
    private static final int FIRST_CAPACITY = 256;

    private final InferenceRuntime runtime;
    private final int contextLength;
    private final KvTensors tensors;
    private final Map<Rows, KvTensors> views = new HashMap<>();
    private int[] lengths = {0};
    private Rows bound = Rows.one(0);
    private int boundCount; // tokens of each row of the run that was bound last

    /// @param contextLength most tokens of a row
    InPlaceKvCache(InferenceRuntime runtime, LanguageConfig config, int contextLength)
            throws DeviceException {
        this.runtime = runtime;
        this.contextLength = contextLength;
        this.tensors = KvTensors.allocate(runtime, config, capacity(1));
    }

    @Override
    public int length(int row) {
        return row < lengths.length ? lengths[row] : 0;
    }

    @Override
    public void truncate(int row, int length) {
        if (row < lengths.length) {
            lengths[row] = length;
        }
    }

    /// Makes room for so many tokens in a row, and for the row if there is none.
    ///
    /// @throws DeviceException if the memory is not there; nothing is lost then
    void reserve(int row, int tokens) throws DeviceException {
        int rows = Math.max(tensors.rows(), row + 1);
        int capacity = Math.max(tensors.capacity(), capacity(tokens));
        if (rows == tensors.rows() && capacity == tensors.capacity()) {
            return;
        }
        dropViews();
        tensors.resize(runtime, rows, capacity, lengths);
        lengths = Arrays.copyOf(lengths, rows);
    }

    /// Positions that all rows together would have with that room, more than now; 0 if it is there.
    long growth(int row, int tokens) {
        long rows = Math.max(tensors.rows(), row + 1);
        long capacity = Math.max(tensors.capacity(), capacity(tokens));
        return rows * capacity - (long) tensors.rows() * tensors.capacity();
    }

    /// Makes a row hold the first tokens of another.
    void copy(int from, int to, int length) throws DeviceException {
        reserve(to, length);
        tensors.copy(from, to, length);
        lengths[to] = length;
    }

    @Override
    public void bind(
            Rows rows,
            int count,
            Map<String, DeviceTensor> inputs,
            Map<String, DeviceTensor> outputs)
            throws DeviceException {
        for (int row = rows.first(); row < rows.end(); row++) {
            reserve(row, length(row) + count);
        }
        bound = rows;
        boundCount = count;
        var part = part(rows);
        part.bindAsPast(inputs);
        part.bindAsPresent(outputs);
    }

    private KvTensors part(Rows rows) throws DeviceException {
        if (rows.equals(new Rows(0, tensors.rows()))) {
            return tensors;
        }
        var known = views.get(rows);
        if (known == null) {
            known = tensors.view(rows);
            views.put(rows, known);
        }
        return known;
    }

    private void dropViews() {
        views.values().forEach(KvTensors::close);
        views.clear();
    }

    private int capacity(int needed) {
        int capacity = FIRST_CAPACITY;
        while (capacity < needed) {
            capacity *= 2;
        }
        return Math.min(capacity, contextLength);
    }

    @Override
    public void commit() {
        for (int row = bound.first(); row < bound.end(); row++) {
            lengths[row] += boundCount;
        }
        boundCount = 0;
    }

    @Override
    public void close() {
        dropViews();
        tensors.close();
    }
}
