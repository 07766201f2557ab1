package dev.nunchi.app.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class PictureFilesTest {
    private static final String HASH = "ab" + "0".repeat(62);
    private static final byte[] BYTES = {1, 2, 3};
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final Instant BOUND = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir private Path dir;
    private final StoredPicture picture = new StoredPicture(HASH, "cat.jpg", 4, 3, "jpeg");
    private PictureFiles files;

    @BeforeEach
    void openFolder() {
        files = new PictureFiles(dir.resolve("pictures"));
    }

    @Test
    void pictureLiesUnderItsHashAlone() throws StorageException, IOException {
        files.put(picture, BYTES);

        Path folder = dir.resolve("pictures/ab");
        try (var entries = Files.list(folder)) {
            assertEquals(List.of(folder.resolve(HASH + ".jpeg")), entries.toList());
        }
        assertArrayEquals(BYTES, files.read(picture));
    }

    @Test
    void missingPictureIsNamed() {
        var error = assertThrows(StorageException.class, () -> files.read(picture));

        assertEquals(StorageException.Reason.NOT_FOUND, error.reason());
    }

    @Test
    void oldPictureWithoutATurnIsCollected() throws StorageException, IOException {
        putLongAgo();

        assertEquals(1, files.collect(Set.of(), BOUND));
        assertThrows(StorageException.class, () -> files.read(picture));
    }

    @Test
    void pictureOfATurnIsKept() throws StorageException, IOException {
        putLongAgo();

        assertEquals(0, files.collect(Set.of(HASH), BOUND));
        assertArrayEquals(BYTES, files.read(picture));
    }

    @Test
    void pictureThatWasPutAgainIsKept() throws StorageException, IOException {
        putLongAgo();
        files.put(picture, BYTES);

        assertEquals(0, files.collect(Set.of(), BOUND));
    }

    @Test
    void nothingIsCollectedWhereNothingIs() throws StorageException {
        assertEquals(0, files.collect(Set.of(), BOUND));
    }

    @Test
    void folderInTheWayIsNamed() throws IOException {
        Files.writeString(dir.resolve("pictures"), "a file");

        assertThrows(StorageException.class, () -> files.put(picture, BYTES));
    }

    private void putLongAgo() throws StorageException, IOException {
        files.put(picture, BYTES);
        Files.setLastModifiedTime(files.file(picture), FileTime.from(LONG_AGO));
    }
}
