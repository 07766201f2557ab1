package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.quant.TensorFormat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The start of a GGUF file that is about to be written again with tensors of other types; its
/// metadata stay byte by byte. See [GgufFile].
final class GgufLayout {
    private final GgufFile source;
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private long dataBytes;

    /// Add all tensors of the source, in their order.
    GgufLayout(GgufFile source) {
        this.source = source;
    }

    /// Adds a tensor behind those before it.
    ///
    /// @return where its bytes begin, from the start of the data
    long add(StoredTensor tensor, TensorFormat format) throws EngineException {
        long begin = dataBytes;
        long bytes = format.bytesFor(tensor.shape().count());
        dataBytes += bytes + padding(bytes);
        infos.writeBytes(info(tensor, format, begin));
        return begin;
    }

    private static byte[] info(StoredTensor tensor, TensorFormat format, long offset) {
        var name = tensor.name().getBytes(StandardCharsets.UTF_8);
        var dims = tensor.shape().dims().reversed();
        int length = Long.BYTES * (2 + dims.size()) + 2 * Integer.BYTES + name.length;
        var info =
                ByteBuffer.allocate(length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(name.length)
                        .put(name)
                        .putInt(dims.size());
        dims.forEach(info::putLong);
        return info.putInt(GgufFile.codeOf(format)).putLong(offset).array();
    }

    /// Everything before the data.
    byte[] start() throws EngineException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                source.file()
                        .bytes()
                        .asSlice(0, source.metadataEnd())
                        .toArray(ValueLayout.JAVA_BYTE));
        out.writeBytes(infos.toByteArray());
        out.writeBytes(new byte[padding(out.size())]);
        return out.toByteArray();
    }

    /// Zeros behind so many bytes.
    int padding(long bytes) throws EngineException {
        long alignment = source.alignment();
        return Math.toIntExact((alignment - bytes % alignment) % alignment);
    }
}
