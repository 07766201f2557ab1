package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

class QuantisedFileTest {
    private static final int ROWS = 8;
    private static final int WIDTH = 4096;

    @TempDir Path folder;

    @Test
    void sourceCutShortWhileItIsReadIsNamed() throws Exception {
        var source = folder.resolve("model.safetensors");
        write(source);
        var file = QuantisedFile.of(source, _ -> Optional.empty());
        var tensor = file.parts().getLast();

        var problem =
                assertThrows(
                        CheckpointException.class,
                        () -> file.write(tensor, Rounding.NEAREST, new Cutting(source)));

        assertEquals(source, problem.file());
    }

    private static void write(Path source) throws IOException {
        var layout = new SafetensorsLayout(Map.of());
        var shape = Shape.of(ROWS, WIDTH);
        long bytes = (long) ROWS * WIDTH * Float.BYTES;
        layout.add("weight", "F32", shape, bytes);
        try (var out =
                FileChannel.open(source, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(layout.start()));
            out.write(ByteBuffer.allocate((int) bytes));
        }
    }

    /// Takes bytes, and cuts the source to nothing after the first.
    private record Cutting(Path source) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            bytes.get(new byte[count]);
            try (var channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
