package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// An adapter as it lies on disk.
///
/// | file | holds |
/// |---|---|
/// | `adapter.json` | base, LoRA configuration, template, provenance: see [AdapterDocument] |
/// | `adapter.safetensors` | float32 or float16 tensors under canonical names |
///
/// | tensor | shape |
/// |---|---|
/// | `multi_modal_projector.…` | as in a checkpoint |
/// | `model.layers.N.self_attn.q_proj.lora_A.weight` | `[rank, inputs]` |
/// | `model.layers.N.self_attn.q_proj.lora_B.weight` | `[outputs, rank]` |
///
/// The folder's name is the adapter's.
public final class AdapterFolder {
    static final String DOCUMENT = "adapter.json";
    static final String TENSORS = "adapter.safetensors";

    private static final long MAX_DOCUMENT = 1 << 20;

    private AdapterFolder() {}

    /// Whether a folder holds an adapter, whole or damaged.
    public static boolean isAdapter(Path folder) {
        return !Storage.isPart(folder) && Files.isRegularFile(folder.resolve(DOCUMENT));
    }

    /// Writes beside the folder under a `.part` name, flushes, then renames. An adapter that has
    /// the name already gives way once the new one is on the disk.
    ///
    /// @param folder its last name becomes the adapter's
    public static void write(Path folder, Adapter adapter) throws StorageException {
        write(folder, adapter, DType.F32);
    }

    /// The same with numbers of another type: float16 takes half the room.
    ///
    /// @param dtype F32 or F16
    public static void write(Path folder, Adapter adapter, DType dtype) throws StorageException {
        var part = Storage.partOf(folder);
        var old = folder.resolveSibling(folder.getFileName() + ".old.part");
        try {
            Storage.delete(part);
            Storage.delete(old);
            Storage.createFolder(part);
            SafetensorsWriter.write(part.resolve(TENSORS), stored(adapter, dtype), Map.of());
            var document = part.resolve(DOCUMENT);
            Storage.flush(Files.writeString(document, AdapterDocument.write(adapter.info())));
            if (Files.exists(folder)) {
                Storage.publish(folder, old);
            }
            Storage.publish(part, folder);
            Storage.delete(old);
        } catch (IOException e) {
            throw StorageException.of(folder, "writing the adapter", e);
        }
    }

    private static SequencedMap<String, Tensor> stored(Adapter adapter, DType dtype) {
        return switch (dtype) {
            case F32 -> adapter.tensors();
            case F16 -> {
                var halves = new LinkedHashMap<String, Tensor>();
                adapter.tensors().forEach((name, tensor) -> halves.put(name, tensor.toHalves()));
                yield halves;
            }
            default -> throw new IllegalArgumentException("an adapter in " + dtype);
        };
    }

    /// Writes what an adapter is anew; its tensors stay.
    static void writeInfo(Path folder, AdapterInfo info) throws StorageException {
        var document = folder.resolve(DOCUMENT);
        var part = Storage.partOf(document);
        try {
            Storage.flush(Files.writeString(part, AdapterDocument.write(info)));
            Storage.publish(part, document);
        } catch (IOException e) {
            throw StorageException.of(document, "writing the adapter", e);
        }
    }

    /// What an adapter is, without its tensors.
    ///
    /// @throws EngineException if the document is missing or damaged
    public static AdapterInfo info(Path folder) throws EngineException {
        var document = folder.resolve(DOCUMENT);
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        try {
            if (Files.size(document) > MAX_DOCUMENT) {
                throw new AdapterException(name, Reason.DAMAGED, "adapter.json is too long");
            }
            return AdapterDocument.read(name, Files.readString(document));
        } catch (IOException e) {
            throw StorageException.of(document, "reading the adapter", e);
        }
    }

    /// Reads an adapter into the heap.
    ///
    /// @throws EngineException if a file is missing or damaged, or names a tensor that no adapter
    ///   has; whether it fits a model is another question: [Adapter#requireBase]
    public static Adapter read(Path folder) throws EngineException {
        var info = info(folder);
        try (var file = SafetensorsFile.open(folder.resolve(TENSORS))) {
            return new Sorting(info, file.tensors()).adapter();
        } catch (CheckpointException e) {
            throw new AdapterException(info.name(), Reason.DAMAGED, String.valueOf(e.getMessage()));
        }
    }

    /// Tells an adapter's tensors apart by name.
    ///
    /// @param stored all tensors of the file
    private record Sorting(AdapterInfo info, Map<String, StoredTensor> stored) {
        Adapter adapter() throws AdapterException {
            var projector = new LinkedHashMap<String, Tensor>();
            var lora = new LinkedHashMap<String, LoraFactors>();
            for (var entry : stored.entrySet()) {
                String name = entry.getKey();
                if (name.startsWith(AdapterNames.PROJECTOR)) {
                    projector.put(name, floats(entry.getValue()));
                } else if (name.endsWith(AdapterNames.A)) {
                    String module = withoutEnd(name, AdapterNames.A);
                    requireTarget(name, module);
                    lora.put(module, factors(module));
                } else if (name.endsWith(AdapterNames.B)) {
                    String module = withoutEnd(name, AdapterNames.B);
                    requireTarget(name, module);
                    tensor(module + AdapterNames.A);
                } else {
                    throw damaged("adapter.safetensors holds the unknown tensor " + name);
                }
            }
            return assembled(projector, lora);
        }

        private Adapter assembled(
                SequencedMap<String, Tensor> projector, SequencedMap<String, LoraFactors> lora)
                throws AdapterException {
            try {
                return new Adapter(info, projector, lora);
            } catch (IllegalArgumentException e) {
                throw damaged(String.valueOf(e.getMessage()));
            }
        }

        private LoraFactors factors(String module) throws AdapterException {
            var a = floats(tensor(module + AdapterNames.A));
            var b = floats(tensor(module + AdapterNames.B));
            try {
                return new LoraFactors(a, b);
            } catch (IllegalArgumentException e) {
                throw damaged(module + ": " + e.getMessage());
            }
        }

        private void requireTarget(String name, String module) throws AdapterException {
            var target = AdapterNames.target(module);
            if (target.isEmpty()
                    || info.lora().isEmpty()
                    || !info.lora().get().targets().contains(target.get())) {
                throw damaged("adapter.safetensors holds the unknown tensor " + name);
            }
        }

        private StoredTensor tensor(String name) throws AdapterException {
            var tensor = stored.get(name);
            if (tensor == null) {
                throw damaged("adapter.safetensors lacks " + name);
            }
            return tensor;
        }

        private Tensor floats(StoredTensor tensor) throws AdapterException {
            if (!tensor.format().holdsReals()) {
                throw damaged(tensor.name() + " is stored as " + tensor.format());
            }
            return Tensor.ofFloats(tensor.shape(), tensor.toFloats());
        }

        private AdapterException damaged(String problem) {
            return new AdapterException(info.name(), Reason.DAMAGED, problem);
        }
    }

    private static String withoutEnd(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }
}
