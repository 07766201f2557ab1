package dev.nunchi.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class StorageTest {
    @TempDir Path folder;

    @Test
    void publishedFileReplacesTheOld() throws IOException {
        var target = Files.writeString(folder.resolve("file"), "old");
        Files.writeString(Storage.partOf(target), "new");
        Storage.publish(Storage.partOf(target), target);
        assertEquals("new", Files.readString(target));
        assertFalse(Files.exists(Storage.partOf(target)));
    }

    @Test
    void moreThanTheDiskHoldsIsRefused() {
        var problem =
                assertThrows(
                        StorageException.class, () -> Storage.requireSpace(folder, Long.MAX_VALUE));
        assertEquals(StorageException.Reason.DISK_FULL, problem.reason());
        assertEquals(Long.MAX_VALUE, problem.bytesNeeded());
    }

    @Test
    void deletingDoesNotFollowLinks() throws IOException {
        var outside = Files.writeString(folder.resolve("outside"), "keep");
        var tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolve("up"), folder);
        Storage.delete(tree);
        assertFalse(Files.exists(tree));
        assertEquals("keep", Files.readString(outside));
    }

    @Test
    void deletingWhatIsNotThereIsHarmless() throws IOException {
        Storage.delete(folder.resolve("nothing"));
        assertTrue(Files.exists(folder));
    }

    @Test
    void lockIsHeldByOneAtATime() throws StorageException {
        try (var _ = FolderLock.acquire(folder)) {
            assertEquals(Optional.empty(), FolderLock.tryAcquire(folder));
        }
    }

    @Test
    void closedLockCanBeTakenAgain() throws StorageException {
        var first = FolderLock.acquire(folder);
        first.close();
        first.close();
        try (var _ = FolderLock.tryAcquire(folder).orElseThrow()) {
            assertEquals(Optional.empty(), FolderLock.tryAcquire(folder));
        }
    }
}
