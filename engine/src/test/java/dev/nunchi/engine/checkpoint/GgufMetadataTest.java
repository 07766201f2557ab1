package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

class GgufMetadataTest {
    @TempDir private Path folder;

    private GgufFile file;
    private GgufMetadata metadata;

    @BeforeEach
    void openFile() throws EngineException {
        var gguf =
                new GgufBytes()
                        .entry("u8", 0, new byte[] {(byte) 200})
                        .entry("i8", 1, new byte[] {-5})
                        .entry("u16", 2, new byte[] {(byte) 0xff, (byte) 0xff})
                        .entry("i16", 3, new byte[] {(byte) 0xff, (byte) 0xff})
                        .u32("u32", -1)
                        .entry("i32", 5, bytes().i32(-7).toArray())
                        .f32("f32", 0.5f)
                        .entry("bool", 7, new byte[] {1})
                        .text("text", "한글")
                        .texts("texts", List.of("a", "", "다"))
                        .entry("ints", 9, bytes().i32(5).i64(2).i32(1).i32(-2).toArray())
                        .entry("floats", 9, bytes().i32(6).i64(1).f32(-1.25f).toArray())
                        .entry("u64", 10, bytes().i64(1L << 60).toArray())
                        .entry("large", 10, bytes().i64(-1).toArray())
                        .entry("i64", 11, bytes().i64(-(1L << 60)).toArray())
                        .entry("f64", 12, bytes().i64(Double.doubleToLongBits(0.1)).toArray());
        file = GgufFile.open(gguf.write(folder.resolve("x.gguf")));
        metadata = file.metadata();
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    @Test
    void unsignedNumbersAreWidened() throws EngineException {
        assertEquals(OptionalLong.of(200), metadata.integer("u8"));
        assertEquals(OptionalLong.of(65_535), metadata.integer("u16"));
        assertEquals(OptionalLong.of(0xffff_ffffL), metadata.integer("u32"));
        assertEquals(OptionalLong.of(1L << 60), metadata.integer("u64"));
    }

    @Test
    void signedNumbersKeepTheirSign() throws EngineException {
        assertEquals(OptionalLong.of(-5), metadata.integer("i8"));
        assertEquals(OptionalLong.of(-1), metadata.integer("i16"));
        assertEquals(OptionalLong.of(-7), metadata.integer("i32"));
        assertEquals(OptionalLong.of(-(1L << 60)), metadata.integer("i64"));
    }

    @Test
    void numberTooLargeForALongIsRefused() {
        assertThrows(CheckpointException.class, () -> metadata.integer("large"));
    }

    @Test
    void realNumbersAreRead() throws EngineException {
        assertEquals(OptionalDouble.of(0.5), metadata.number("f32"));
        assertEquals(OptionalDouble.of(0.1), metadata.number("f64"));
        assertEquals(OptionalDouble.of(-5), metadata.number("i8"));
    }

    @Test
    void textsAndFlagsAreRead() throws EngineException {
        assertEquals(Optional.of("한글"), metadata.text("text"));
        assertEquals(Optional.of(true), metadata.flag("bool"));
    }

    @Test
    void arraysAreRead() throws EngineException {
        assertEquals(List.of("a", "", "다"), metadata.texts("texts"));
        assertArrayEquals(new long[] {1, -2}, metadata.integers("ints"));
        assertArrayEquals(new float[] {-1.25f}, metadata.numbers("floats"));
    }

    @Test
    void oneElementIsReadAlone() throws EngineException {
        assertEquals(Optional.of("다"), metadata.textAt("texts", 2));
        assertEquals(Optional.empty(), metadata.textAt("texts", 3));
        assertEquals(Optional.empty(), metadata.textAt("texts", -1));
    }

    @Test
    void absentKeysAreEmpty() throws EngineException {
        assertEquals(Optional.empty(), metadata.text("none"));
        assertEquals(OptionalLong.empty(), metadata.integer("none"));
        assertEquals(List.of(), metadata.texts("none"));
    }

    @Test
    void valueOfAnotherKindIsRefused() {
        var e = assertThrows(CheckpointException.class, () -> metadata.integer("text"));
        assertEquals("x.gguf: metadata 'text' is not a whole number", e.getMessage());
        assertThrows(CheckpointException.class, () -> metadata.texts("ints"));
        assertThrows(CheckpointException.class, () -> metadata.text("u8"));
    }

    private static GgufBytes.Bytes bytes() {
        return new GgufBytes.Bytes();
    }
}
