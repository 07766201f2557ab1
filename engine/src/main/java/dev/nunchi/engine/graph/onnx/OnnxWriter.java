package dev.nunchi.engine.graph.onnx;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Initializer;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Storage;

import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a graph as an [ONNX](https://github.com/onnx/onnx/blob/main/docs/IR.md) model of two
/// files.
///
/// | file | holds |
/// |---|---|
/// | `model.onnx` | the graph; weights of up to 1 KiB within it |
/// | `model.onnx.data` | larger weights, each at a multiple of 4,096 bytes so that they can be mapped |
///
/// Weights are streamed: none is held in memory as a whole.
public final class OnnxWriter {
    /// The file to open.
    public static final String MODEL = "model.onnx";

    private static final String DATA = "model.onnx.data";
    private static final long INLINE_LIMIT = 1024;

    private OnnxWriter() {}

    /// Writes both files beside their places, flushes and renames them; on failure none is left.
    ///
    /// @param folder exists; files of these names in it are replaced
    /// @throws StorageException if the disk is full or cannot be written
    public static void write(Graph graph, Path folder) throws StorageException {
        write(graph, folder, Progress.NONE);
    }

    /// Writes and tells how far it is, in bytes; see [#write(Graph, Path)].
    public static void write(Graph graph, Path folder, Progress progress) throws StorageException {
        Storage.requireSpace(folder, bytes(List.of(graph)));
        var model = folder.resolve(MODEL);
        var data = folder.resolve(DATA);
        try {
            writeParts(graph, Storage.partOf(model), Storage.partOf(data), progress);
            Storage.publish(Storage.partOf(data), data);
            Storage.publish(Storage.partOf(model), model);
        } catch (IOException e) {
            throw clean(StorageException.of(folder, "writing " + graph.name(), e), model, data);
        }
    }

    /// Space that the graphs' files take at most, the graphs' own kilobytes left out.
    public static long bytes(List<Graph> graphs) {
        return graphs.stream()
                .flatMap(graph -> graph.initializers().stream())
                .mapToLong(OnnxWriter::paddedBytes)
                .sum();
    }

    private static long paddedBytes(Initializer initializer) {
        return ExternalData.align(initializer.value().type().bytes());
    }

    private static void writeParts(Graph graph, Path modelPart, Path dataPart, Progress progress)
            throws IOException {
        var proto = OnnxProtos.graph(graph);
        long total = bytes(List.of(graph));
        long done = 0;
        try (var data = new ExternalData(dataPart)) {
            for (var initializer : graph.initializers()) {
                proto.addInitializer(tensor(initializer, data));
                done += paddedBytes(initializer);
                progress.report(Stage.COMPILING_MODEL, done, total);
            }
            data.flush();
        }
        ModelProto model = OnnxProtos.model(proto);
        try (var out = Files.newOutputStream(modelPart)) {
            model.writeTo(out);
        }
        Storage.flush(modelPart);
    }

    private static TensorProto tensor(Initializer initializer, ExternalData data)
            throws IOException {
        var proto = OnnxProtos.tensor(initializer.value());
        long bytes = initializer.value().type().bytes();
        if (bytes <= INLINE_LIMIT) {
            return proto.setRawData(ExternalData.collect(initializer.weight(), bytes)).build();
        }
        long offset = data.append(initializer.weight(), bytes);
        return proto.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(OnnxProtos.entry("location", DATA))
                .addExternalData(OnnxProtos.entry("offset", Long.toString(offset)))
                .addExternalData(OnnxProtos.entry("length", Long.toString(bytes)))
                .build();
    }

    private static StorageException clean(StorageException problem, Path... files) {
        for (var file : files) {
            try {
                Storage.delete(Storage.partOf(file));
                Storage.delete(file);
            } catch (IOException e) {
                problem.addSuppressed(e);
            }
        }
        return problem;
    }
}
