package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SequencedMap;

/// Writes safetensors files; the layout is told at [SafetensorsFile].
public final class SafetensorsWriter {
    /// Bytes handed to the channel at once.
    private static final int PIECE = 1 << 20;

    private SafetensorsWriter() {}

    /// Writes beside `path` under a `.part` name, flushes to the disk, then renames.
    ///
    /// @param tensors by name, written in this order; none may be of a 4-bit type
    /// @param metadata texts for `__metadata__`; may be empty
    /// @throws StorageException if the file cannot be written; a file that was there is unharmed
    public static void write(
            Path path, SequencedMap<String, Tensor> tensors, Map<String, String> metadata)
            throws StorageException {
        var start = start(tensors, metadata);
        var part = Storage.partOf(path);
        try {
            writePart(part, start, tensors);
            Storage.publish(part, path);
        } catch (IOException e) {
            throw StorageException.of(path, "writing", e);
        }
    }

    private static byte[] start(
            SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        var layout = new SafetensorsLayout(metadata);
        tensors.forEach((name, tensor) -> {
            if (tensor.dtype() == DType.U4) {
                throw new IllegalArgumentException("safetensors has no 4-bit type");
            }
            layout.add(name, tensor.dtype().name(), tensor.shape(), tensor.data().byteSize());
        });
        return layout.start();
    }

    private static void writePart(Path part, byte[] start, SequencedMap<String, Tensor> tensors)
            throws IOException {
        try (var channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, ByteBuffer.wrap(start));
            for (var tensor : tensors.values()) {
                writeAll(channel, tensor);
            }
            channel.force(true);
        }
    }

    /// Through a buffer, since a channel takes no view of an array of floats.
    private static void writeAll(FileChannel channel, Tensor tensor) throws IOException {
        var data = tensor.data();
        var piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, data.byteSize()));
        for (long at = 0; at < data.byteSize(); at += piece.capacity()) {
            int length = (int) Math.min(piece.capacity(), data.byteSize() - at);
            piece.clear().limit(length);
            MemorySegment.copy(data, at, MemorySegment.ofBuffer(piece), 0, length);
            writeAll(channel, piece);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
