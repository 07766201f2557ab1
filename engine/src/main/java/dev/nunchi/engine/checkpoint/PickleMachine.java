package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PickleValue.Entries;
import dev.nunchi.engine.checkpoint.PickleValue.Items;
import dev.nunchi.engine.checkpoint.PickleValue.Plain;
import dev.nunchi.engine.checkpoint.PickleValue.Storage;
import dev.nunchi.engine.checkpoint.PickleValue.StorageType;
import dev.nunchi.engine.checkpoint.PickleValue.Text;
import dev.nunchi.engine.checkpoint.PickleValue.View;
import dev.nunchi.engine.checkpoint.PickleValue.Whole;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.error.UnsupportedModelException.Reason;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Reads one pickle into a [PickleValue] and can do nothing else: what the pickle may name and call
/// is the list in [PickleValue#global], all of which only describe tensors. Anything else is
/// refused by name.
///
/// Source: the comments of CPython's `Lib/pickletools.py`, protocols 0 to 5 as far as `torch.save`
/// writes them.
final class PickleMachine {
    /// A tensor takes about 40; the largest shards hold a few thousand tensors.
    private static final int MAX_OPERATIONS = 1 << 18;

    private final PickleCursor cursor;
    private final List<PickleValue> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, PickleValue> memo = new HashMap<>();
    private final SequencedMap<String, Storage> storages;

    /// @param storages receives the storages that the pickle names, by key
    PickleMachine(PickleCursor cursor, SequencedMap<String, Storage> storages) {
        this.cursor = cursor;
        this.storages = storages;
    }

    /// The value of the pickle that begins at `cursor`, which is left behind its end.
    static PickleValue read(PickleCursor cursor) throws EngineException {
        return new PickleMachine(cursor, new LinkedHashMap<>()).run();
    }

    PickleValue run() throws EngineException {
        for (int count = 0; count < MAX_OPERATIONS; count++) {
            int operation = cursor.u8();
            if (operation == '.') {
                return pop();
            }
            if (!scalar(operation) && !container(operation)) {
                apply(operation);
            }
        }
        throw cursor.problem("a pickle of more than %d steps".formatted(MAX_OPERATIONS));
    }

    /// Opcodes that push one value of their own.
    private boolean scalar(int operation) throws CheckpointException {
        switch (operation) {
            case 'N' -> push(Plain.NONE);
            case 0x88 -> push(Plain.TRUE);
            case 0x89 -> push(Plain.FALSE);
            case 'G' -> {
                cursor.skip(8);
                push(Plain.REAL);
            }
            case 'J' -> push(cursor.i32());
            case 'K' -> push(cursor.u8());
            case 'M' -> push(cursor.u16());
            case 0x8a -> push(new Whole(cursor.integer(cursor.u8())));
            case 0x8b -> push(new Whole(cursor.integer(cursor.i32())));
            case 'X' -> push(new Text(cursor.text(cursor.u32())));
            case 0x8c -> push(new Text(cursor.text(cursor.u8())));
            case 0x8d -> push(new Text(cursor.text(cursor.i64())));
            case 'T', 'B' -> push(new Text(cursor.latin(cursor.u32())));
            case 'U', 'C' -> push(new Text(cursor.latin(cursor.u8())));
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Opcodes that build tuples, lists and dicts.
    private boolean container(int operation) throws CheckpointException {
        switch (operation) {
            case '(' -> marks.add(stack.size());
            case ')', ']' -> push(PickleValue.items(List.of()));
            case 't', 'l' -> push(PickleValue.items(popToMark()));
            case 0x85 -> push(PickleValue.items(pop(1)));
            case 0x86 -> push(PickleValue.items(pop(2)));
            case 0x87 -> push(PickleValue.items(pop(3)));
            case '}' -> push(Entries.empty());
            case 'd' -> {
                var pairs = popToMark();
                push(Entries.empty());
                put(pairs);
            }
            case 's' -> put(pop(2));
            case 'u' -> put(popToMark());
            case 'a' -> append(pop(1));
            case 'e' -> append(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void apply(int operation) throws EngineException {
        switch (operation) {
            case 0x80 -> cursor.skip(1); // PROTO: newer protocols have further opcodes, no others
            case 0x95 -> cursor.skip(8); // FRAME
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(peek());
            case 'q' -> memo.put((long) cursor.u8(), peek());
            case 'r' -> memo.put(cursor.u32(), peek());
            case 0x94 -> memo.put((long) memo.size(), peek());
            case 'h' -> push(remembered(cursor.u8()));
            case 'j' -> push(remembered(cursor.u32()));
            case 'c' -> push(global(cursor.line(), cursor.line()));
            case 0x93 -> {
                var names = pop(2);
                push(global(text(names.get(0)), text(names.get(1))));
            }
            case 'R' -> {
                var call = pop(2);
                push(call(call.get(0), items(call.get(1))));
            }
            case 'Q' -> push(storage(items(pop())));
            case 'b' -> build();
            default ->
                    throw new UnsupportedModelException(
                            "pickle operation 0x%02x in %s".formatted(operation, fileName()),
                            List.of());
        }
    }

    private PickleValue global(String module, String name) throws UnsupportedModelException {
        return PickleValue.global(module, name)
                .orElseThrow(() ->
                        new UnsupportedModelException(
                                reasonOf(module),
                                "%s (%s.%s)"
                                        .formatted(fileName(), shortened(module), shortened(name)),
                                List.of("tensors of F32, F16, BF16 and whole numbers")));
    }

    /// PyTorch's own names are kinds of numbers that Nunchi has not; all others are code.
    private static Reason reasonOf(String module) {
        return module.equals("torch") ? Reason.FEATURE : Reason.CODE;
    }

    private static String shortened(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "…" : name;
    }

    private PickleValue call(PickleValue function, List<PickleValue> arguments)
            throws CheckpointException {
        return switch (function) {
            case PickleValue.Function.ORDERED_DICT -> orderedDict(arguments);
            case PickleValue.Function.SIZE -> argument(arguments, 0);
            case PickleValue.Function.REBUILD_TENSOR -> view(arguments);
            case PickleValue.Function.REBUILD_PARAMETER -> argument(arguments, 0);
            default -> throw cursor.problem("a pickle that calls what is no function");
        };
    }

    /// Python 2 gave a list of pairs, Python 3 fills it afterwards.
    private Entries orderedDict(List<PickleValue> arguments) throws CheckpointException {
        var entries = Entries.empty();
        if (!arguments.isEmpty()) {
            for (var pair : items(arguments.getFirst())) {
                put(entries, argument(items(pair), 0), argument(items(pair), 1));
            }
        }
        return entries;
    }

    /// `(storage, offset, size, stride, requires_grad, backward_hooks)`.
    private View view(List<PickleValue> arguments) throws CheckpointException {
        if (!(argument(arguments, 0) instanceof Storage storage)) {
            throw cursor.problem("a tensor without a storage");
        }
        return new View(
                storage,
                whole(argument(arguments, 1)),
                wholes(argument(arguments, 2)),
                wholes(argument(arguments, 3)));
    }

    /// `('storage', class, key, device, elements)`, and in old files a view, which is none.
    private Storage storage(List<PickleValue> id) throws CheckpointException {
        boolean known =
                text(argument(id, 0)).equals("storage")
                        && argument(id, 1) instanceof StorageType
                        && (id.size() == 5 || (id.size() == 6 && id.get(5) == Plain.NONE));
        if (!known) {
            throw cursor.problem("a storage of unknown form");
        }
        var type = (StorageType) id.get(1);
        var storage = new Storage(type.format(), text(id.get(2)), whole(id.get(4)));
        var same = storages.putIfAbsent(storage.key(), storage);
        if (same != null && !same.equals(storage)) {
            throw cursor.problem("storage '%s' in two forms".formatted(storage.key()));
        }
        return storage;
    }

    /// Attributes of dicts (a state dict's versions) and tensors, which mean nothing here.
    private void build() throws CheckpointException {
        pop();
        if (!(peek() instanceof Entries || peek() instanceof View)) {
            throw cursor.problem("a pickle that changes what is no dict");
        }
    }

    private void put(List<PickleValue> pairs) throws CheckpointException {
        if (pairs.size() % 2 != 0 || !(peek() instanceof Entries entries)) {
            throw cursor.problem("a pickle that fills what is no dict");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            put(entries, pairs.get(i), pairs.get(i + 1));
        }
    }

    private static void put(Entries entries, PickleValue key, PickleValue value) {
        if (key instanceof Text(String name)) {
            entries.values().put(name, value);
        }
    }

    private void append(List<PickleValue> values) throws CheckpointException {
        if (!(peek() instanceof Items items)) {
            throw cursor.problem("a pickle that appends to what is no list");
        }
        items.values().addAll(values);
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private void push(long value) {
        stack.add(new Whole(BigInteger.valueOf(value)));
    }

    private PickleValue peek() throws CheckpointException {
        require(1);
        return stack.getLast();
    }

    private PickleValue pop() throws CheckpointException {
        require(1);
        return stack.removeLast();
    }

    private List<PickleValue> pop(int count) throws CheckpointException {
        require(count);
        return popFrom(stack.size() - count);
    }

    private List<PickleValue> popToMark() throws CheckpointException {
        if (marks.isEmpty()) {
            throw cursor.problem("a pickle with a mark missing");
        }
        return popFrom(marks.removeLast());
    }

    private List<PickleValue> popFrom(int start) {
        var top = stack.subList(start, stack.size());
        var values = new ArrayList<>(top);
        top.clear();
        return values;
    }

    /// Nothing is taken from below the last mark.
    private void require(int count) throws CheckpointException {
        int bottom = marks.isEmpty() ? 0 : marks.getLast();
        if (stack.size() - bottom < count) {
            throw cursor.problem("a pickle that takes more than it has");
        }
    }

    private PickleValue remembered(long index) throws CheckpointException {
        var value = memo.get(index);
        if (value == null) {
            throw cursor.problem("a pickle that recalls what it has not said");
        }
        return value;
    }

    private PickleValue argument(List<PickleValue> arguments, int index)
            throws CheckpointException {
        if (index >= arguments.size()) {
            throw cursor.problem("a pickle with an argument missing");
        }
        return arguments.get(index);
    }

    private List<PickleValue> items(PickleValue value) throws CheckpointException {
        if (value instanceof Items items) {
            return Collections.unmodifiableList(items.values());
        }
        throw cursor.problem("a pickle that wants a list where there is none");
    }

    private String text(PickleValue value) throws CheckpointException {
        if (value instanceof Text(String text)) {
            return text;
        }
        throw cursor.problem("a pickle that wants a text where there is none");
    }

    private long whole(PickleValue value) throws CheckpointException {
        if (value instanceof Whole(BigInteger number) && number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        throw cursor.problem("a pickle that wants a whole number where there is none");
    }

    private List<Long> wholes(PickleValue value) throws CheckpointException {
        var numbers = new ArrayList<Long>();
        for (var item : items(value)) {
            numbers.add(whole(item));
            if (numbers.size() > PickleTensors.MAX_RANK) {
                throw cursor.problem("a tensor of more than 8 axes");
            }
        }
        return numbers;
    }

    private String fileName() {
        return String.valueOf(cursor.file().path().getFileName());
    }
}
