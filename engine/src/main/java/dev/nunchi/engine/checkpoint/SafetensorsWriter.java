package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SequencedMap;

/// Writes safetensors files; the layout is told at [SafetensorsFile].
public final class SafetensorsWriter {
    /// Data begins at a multiple of this, so that mapped tensors are aligned.
    private static final int ALIGNMENT = 8;

    /// Bytes handed to the channel at once.
    private static final int PIECE = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SafetensorsWriter() {}

    /// Writes beside `path` under a `.part` name, flushes to the disk, then renames.
    ///
    /// @param tensors by name, written in this order; none may be of a 4-bit type
    /// @param metadata texts for `__metadata__`; may be empty
    /// @throws StorageException if the file cannot be written; a file that was there is unharmed
    public static void write(
            Path path, SequencedMap<String, Tensor> tensors, Map<String, String> metadata)
            throws StorageException {
        var header = header(tensors, metadata);
        var part = path.resolveSibling(path.getFileName() + ".part");
        try {
            writePart(part, header, tensors);
            Files.move(
                    part,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw StorageException.of(path, "writing", e);
        }
    }

    private static byte[] header(
            SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        var root = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            var texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (var entry : tensors.entrySet()) {
            offset = describe(root.putObject(entry.getKey()), entry.getValue(), offset);
        }
        return JSON.writeValueAsBytes(root);
    }

    private static long describe(ObjectNode node, Tensor tensor, long offset) {
        if (tensor.dtype() == DType.U4) {
            throw new IllegalArgumentException("safetensors has no 4-bit type");
        }
        long end = offset + tensor.data().byteSize();
        node.put("dtype", tensor.dtype().name());
        var shape = node.putArray("shape");
        tensor.shape().dims().forEach(shape::add);
        node.putArray("data_offsets").add(offset).add(end);
        return end;
    }

    private static void writePart(Path part, byte[] header, SequencedMap<String, Tensor> tensors)
            throws IOException {
        int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
        var start = ByteBuffer.allocate(8 + header.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length + padding)
                .put(header)
                .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        try (var channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, start.flip());
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
