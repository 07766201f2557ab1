package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class FileKindTest {
    @TempDir private Path dir;

    @ParameterizedTest
    @CsvSource({
        "cat.jpg, ÿØÿà, PICTURE",
        "weights, GGUF, MODEL",
        "model.gguf, '', MODEL",
        "weights.safetensors, '', MODEL",
        "conversations, '\n {\"format\"', CONVERSATIONS",
        "conversations.json, '', CONVERSATIONS",
        "export, PK, CONVERSATIONS",
        "notes.txt, hello, PICTURE",
    })
    void fileIsKnownByItsFirstBytesOrItsName(String name, String head, FileKind kind)
            throws IOException {
        Path file = dir.resolve(name);
        Files.write(file, head.getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(kind, FileKind.of(file));
    }

    @Test
    void folderIsAModel() {
        assertEquals(FileKind.MODEL, FileKind.of(dir));
    }

    @Test
    void fileThatIsNotThereIsLeftToThePicturesToName() {
        assertEquals(FileKind.PICTURE, FileKind.of(dir.resolve("gone.jpg")));
    }
}
