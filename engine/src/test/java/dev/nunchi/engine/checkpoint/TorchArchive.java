package dev.nunchi.engine.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes files as `torch.save` does, for tests.
public final class TorchArchive {
    private TorchArchive() {}

    /// Writes contiguous float32 tensors.
    public static void write(Path path, Map<String, StoredTensor> tensors) throws IOException {
        var pickle = new Pickle();
        pickle.ascii("\u0080\2}");
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            int key = 0;
            for (var entry : tensors.entrySet()) {
                pickle.tensor(entry.getKey(), String.valueOf(key), entry.getValue());
                put(zip, "data/" + key, floats(entry.getValue()));
                key++;
            }
            pickle.ascii(".");
            put(zip, "data.pkl", pickle.out.toByteArray());
        }
    }

    /// Writes an archive of a pickle alone.
    static void writePickle(Path path, byte[] pickle) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            put(zip, "data.pkl", pickle);
        }
    }

    private static byte[] floats(StoredTensor tensor) {
        var values = tensor.toFloats();
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry("archive/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void ascii(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void tensor(String name, String key, StoredTensor tensor) {
            text(name);
            ascii("ctorch._utils\n_rebuild_tensor_v2\n((");
            text("storage");
            ascii("ctorch\nFloatStorage\n");
            text(key);
            text("cpu");
            number(tensor.shape().count());
            ascii("tQK\0(");
            tensor.shape().dims().forEach(this::number);
            ascii("t(");
            long stride = tensor.shape().count();
            for (long dim : tensor.shape().dims()) {
                stride /= dim;
                number(stride);
            }
            ascii("t\u0089ccollections\nOrderedDict\n)RtRs");
        }

        private void text(String text) {
            ascii("X");
            number32(text.length());
            ascii(text);
        }

        private void number(long number) {
            ascii("J");
            number32(Math.toIntExact(number));
        }

        private void number32(int number) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                out.write(number >> shift);
            }
        }
    }
}
