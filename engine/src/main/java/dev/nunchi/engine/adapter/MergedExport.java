package dev.nunchi.engine.adapter;

import dev.nunchi.engine.checkpoint.CanonicalNames;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.FloatFile;
import dev.nunchi.engine.checkpoint.HuggingFaceFolder;
import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// Writes a model with what was learnt worked into its weights, as floats.
///
/// The new folder has the layout, names and files of the old one, so whatever opens the old one
/// opens it; PyTorch's own files become safetensors, GGUF files stay GGUF. A few rows are in memory
/// at a time.
public final class MergedExport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INDEX = ".index.json";
    private static final String MODEL = "model.safetensors";

    private final Checkpoint checkpoint;
    private final Path source;
    private final LearntWeights learnt;
    private final DType dtype;

    /// @param checkpoint the base, open; float or in blocks
    /// @param source the base's folder
    /// @param learnt fits the base
    /// @param dtype of the new weights: F32, F16 or BF16
    public MergedExport(Checkpoint checkpoint, Path source, LearntWeights learnt, DType dtype) {
        this.checkpoint = checkpoint;
        this.source = source.toAbsolutePath().normalize();
        this.learnt = learnt;
        this.dtype = dtype;
    }

    /// @param folder must not exist; written beside under a `.part` name, then renamed
    /// @return false if cancelled; nothing is there then
    /// @throws UnsupportedModelException if the base's layout cannot hold merged floats
    /// @throws EngineException if what was learnt has no place in the base, or the disk is full
    public boolean write(Path folder, Progress progress, CancelToken cancel)
            throws EngineException {
        return publish(
                folder,
                part -> {
                    boolean whole = writeWeights(part, progress, cancel);
                    if (whole) {
                        copyOthers(part);
                    }
                    return whole;
                });
    }

    /// Writes as [HuggingFaceFolder] does, whatever the base's layout.
    ///
    /// @param folder must not exist
    /// @param tokenizer the text of the base's `tokenizer.json`
    /// @return false if cancelled; nothing is there then
    /// @throws UnsupportedModelException if transformers has no such model
    /// @throws EngineException as [#write]
    public boolean writeHuggingFace(Path folder, String tokenizer, CancelToken cancel)
            throws EngineException {
        return publish(
                folder,
                part -> {
                    var edit = new MergeEdit(learnt, checkpoint.config().language());
                    var files = new HuggingFaceFolder(checkpoint, dtype, edit);
                    boolean whole = files.write(part, tokenizer, cancel);
                    if (whole) {
                        edit.requireAllDone();
                    }
                    return whole;
                });
    }

    private interface Filling {
        /// @return false if cancelled
        boolean fill(Path part) throws EngineException, IOException;
    }

    /// A new folder that is whole or not there.
    private static boolean publish(Path folder, Filling filling) throws EngineException {
        if (Files.exists(folder)) {
            throw new StorageException(folder, StorageException.Reason.FAILED, "is there already");
        }
        var target = folder.toAbsolutePath().normalize();
        var part = Storage.partOf(target);
        try {
            Storage.delete(part);
            Storage.createFolder(part);
            boolean whole = filling.fill(part);
            if (whole) {
                Storage.publish(part, target);
            } else {
                Storage.delete(part);
            }
            return whole;
        } catch (IOException e) {
            throw StorageException.of(folder, "writing the merged model", e);
        }
    }

    /// Refuses what [#write] would refuse, before anything is learnt that would then be lost.
    ///
    /// @param checkpoint the base
    /// @param names canonical names of the tensors that are to be replaced
    /// @throws UnsupportedModelException if the base's layout cannot hold them as floats
    public static void requireWritable(Checkpoint checkpoint, Collection<String> names)
            throws EngineException {
        var left = new LinkedHashSet<>(names);
        for (var file : checkpoint.weightFiles()) {
            for (String stored : new FloatFile(file, DType.F32, MergedExport::same).names()) {
                String name = CanonicalNames.of(stored).orElse(stored);
                left.remove(name);
                JointMatrix.find(checkpoint.config().language(), name)
                        .ifPresent(joint ->
                                joint.parts()
                                        .forEach(part -> left.remove(joint.nameOf(part, name))));
            }
        }
        MergeEdit.requireNone(left);
    }

    private static void same(StoredTensor tensor, long row, float[] values) {}

    private boolean writeWeights(Path part, Progress progress, CancelToken cancel)
            throws EngineException, IOException {
        var files = checkpoint.weightFiles();
        var map = JSON.createObjectNode();
        var edit = new MergeEdit(learnt, checkpoint.config().language());
        int done = 0;
        for (var file : files) {
            progress.report(Stage.COPYING_MODEL, done++, files.size());
            var target = part.resolve(place(file)).resolveSibling(nameOf(file));
            Storage.createFolder(target.getParent() == null ? part : target.getParent());
            var floats = new FloatFile(file, dtype, edit);
            if (!floats.write(target, cancel)) {
                return false;
            }
            if (target.getParent() != null && target.getParent().equals(part)) {
                floats.names().forEach(name -> map.put(name, nameOf(file)));
            }
        }
        edit.requireAllDone();
        if (hasIndex()) {
            writeIndex(part, map);
        }
        progress.report(Stage.COPYING_MODEL, files.size(), files.size());
        return true;
    }

    private boolean hasIndex() {
        return checkpoint.files().stream().anyMatch(file -> file.toString().endsWith(INDEX));
    }

    private static void writeIndex(Path part, ObjectNode map) throws IOException {
        var root = JSON.createObjectNode();
        root.putObject("metadata");
        root.set("weight_map", map);
        Storage.flush(Files.writeString(part.resolve(MODEL + INDEX), root.toString()));
    }

    /// Where a file goes: as it lies in the model's folder; what lies beside it goes into a folder
    /// of its own name within.
    private Path place(Path file) {
        var absolute = file.toAbsolutePath().normalize();
        if (absolute.startsWith(source)) {
            return source.relativize(absolute);
        }
        int names = absolute.getNameCount();
        return absolute.subpath(Math.max(0, names - 2), names);
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".gguf")) {
            return name;
        }
        String base = name.replaceFirst("\\.(?:bin|pt|pth|safetensors)$", "");
        return base.replaceFirst("^pytorch_model", "model") + ".safetensors";
    }

    private void copyOthers(Path part) throws IOException {
        var weights = checkpoint.weightFiles();
        for (var file : checkpoint.files()) {
            String name = file.getFileName().toString();
            if (weights.contains(file) || name.endsWith(INDEX)) {
                continue;
            }
            var target = part.resolve(place(file));
            Files.createDirectories(target.resolveSibling("."));
            if (name.equals("config.json")) {
                writeConfig(file, target);
            } else {
                Files.copy(file, target);
            }
            Storage.flush(target);
        }
    }

    /// The type that weights have now, at every place that names one.
    private void writeConfig(Path file, Path target) throws IOException {
        var root = JSON.readTree(Files.readString(file));
        if (root instanceof ObjectNode object) {
            object.remove("quantization_config");
            name(object);
            for (String part : List.of("text_config", "vision_config")) {
                if (object.get(part) instanceof ObjectNode child) {
                    name(child);
                }
            }
        }
        Files.writeString(target, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }

    private void name(ObjectNode node) {
        String type =
                switch (dtype) {
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                    default -> "float32";
                };
        for (String key : List.of("torch_dtype", "dtype")) {
            if (node.has(key)) {
                node.put(key, type);
            }
        }
    }
}
