package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.quant.TensorFormat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pickle of tensors may hold. Values are data: making one runs nothing.
///
/// Containers may hold themselves, as pickles can say so; nothing here walks into them.
sealed interface PickleValue {

    /// Values of which only the kind counts, and truth.
    enum Plain implements PickleValue {
        NONE,
        TRUE,
        FALSE,
        REAL
    }

    record Whole(BigInteger value) implements PickleValue {}

    record Text(String value) implements PickleValue {}

    /// A tuple or list.
    record Items(List<PickleValue> values) implements PickleValue {}

    /// A dict, its entries with text keys; others are left out.
    record Entries(Map<String, PickleValue> values) implements PickleValue {
        static Entries empty() {
            return new Entries(new LinkedHashMap<>());
        }
    }

    /// A class of storages.
    record StorageType(TensorFormat format) implements PickleValue {}

    /// A run of elements that lies elsewhere in the file.
    record Storage(TensorFormat format, String key, long elements) implements PickleValue {}

    /// A tensor over a storage.
    ///
    /// @param offset elements before the first one
    /// @param strides elements from one index of an axis to the next
    record View(Storage storage, long offset, List<Long> shape, List<Long> strides)
            implements PickleValue {}

    /// What a pickle may call; each gives one of the values above.
    enum Function implements PickleValue {
        ORDERED_DICT,
        SIZE,
        REBUILD_TENSOR,
        REBUILD_PARAMETER
    }

    /// The class or function that a pickle names, if it is one of those that tensors need.
    static Optional<PickleValue> global(String module, String name) {
        return Optional.ofNullable(
                switch (module + "." + name) {
                    case "collections.OrderedDict" -> Function.ORDERED_DICT;
                    case "torch.Size" -> Function.SIZE;
                    case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
                            Function.REBUILD_TENSOR;
                    case "torch._utils._rebuild_parameter" -> Function.REBUILD_PARAMETER;
                    case "torch.FloatStorage" -> new StorageType(TensorFormat.F32);
                    case "torch.HalfStorage" -> new StorageType(TensorFormat.F16);
                    case "torch.BFloat16Storage" -> new StorageType(TensorFormat.BF16);
                    case "torch.LongStorage" -> new StorageType(TensorFormat.I64);
                    case "torch.IntStorage" -> new StorageType(TensorFormat.I32);
                    case "torch.CharStorage" -> new StorageType(TensorFormat.I8);
                    case "torch.ByteStorage" -> new StorageType(TensorFormat.U8);
                    case "torch.BoolStorage" -> new StorageType(TensorFormat.BOOL);
                    default -> null;
                });
    }

    static Items items(List<PickleValue> values) {
        return new Items(new ArrayList<>(values));
    }
}
