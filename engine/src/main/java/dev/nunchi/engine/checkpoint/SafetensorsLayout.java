package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.tensor.Shape;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The start of a safetensors file that is about to be written; see [SafetensorsFile].
final class SafetensorsLayout {
    /// Data begins at a multiple of this, so that mapped tensors are aligned.
    private static final int ALIGNMENT = 8;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private long dataBytes;

    /// @param metadata texts for `__metadata__`; may be empty
    SafetensorsLayout(Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            var texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
    }

    /// Adds a tensor behind those before it.
    ///
    /// @param dtype as the format spells it
    /// @return where its bytes begin, from the start of the data
    long add(String name, String dtype, Shape shape, long bytes) {
        long begin = dataBytes;
        dataBytes += bytes;
        var node = root.putObject(name);
        node.put("dtype", dtype);
        var dims = node.putArray("shape");
        shape.dims().forEach(dims::add);
        node.putArray("data_offsets").add(begin).add(dataBytes);
        return begin;
    }

    /// Everything before the data: length, header, padding.
    byte[] start() {
        var header = JSON.writeValueAsBytes(root);
        int padding = (ALIGNMENT - header.length % ALIGNMENT) % ALIGNMENT;
        return ByteBuffer.allocate(8 + header.length + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length + padding)
                .put(header)
                .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
