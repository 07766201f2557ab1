package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import javax.imageio.ImageIO;

class PictureServiceTest {
    @TempDir private Path dir;
    private Fixture app;

    @BeforeEach
    void openApp() throws StoreException {
        app = new Fixture(dir);
    }

    @AfterEach
    void closeApp() throws StoreException {
        app.close();
    }

    @Test
    void pictureFromAFileIsKeptByteForByte() throws EngineException, IOException {
        Path file = Files.write(dir.resolve("cat.png"), Fixture.png(8, 6));
        StoredPicture cat = app.pictures.add(file);

        assertEquals(new StoredPicture(cat.hash(), "cat.png", 8, 6, "png"), cat);
        assertArrayEquals(Fixture.png(8, 6), Files.readAllBytes(file(cat)));
    }

    @Test
    void fileThatIsNoPictureIsRefusedAndNotKept() throws IOException {
        Path file = Files.writeString(dir.resolve("cat.png"), "meow");

        var error = assertThrows(PictureException.class, () -> app.pictures.add(file));
        assertEquals(PictureException.Reason.UNSUPPORTED_FORMAT, error.reason());
        assertFalse(Files.exists(dir.resolve("pictures")));
    }

    @Test
    void pictureIsDecodedFromTheStoreLater() throws EngineException {
        StoredPicture cat = app.pictures.add(Fixture.png(8, 6), "cat.png");
        var fresh =
                new PictureService(
                        new PictureFiles(dir.resolve("pictures")), dir.resolve("thumbnails"));

        assertEquals(cat.hash(), fresh.decode(cat).contentHash());
    }

    @Test
    void thumbnailFitsItsSide() throws EngineException, IOException {
        StoredPicture wide = app.pictures.add(Fixture.png(400, 100), "wide.png");
        var image = ImageIO.read(app.pictures.thumbnail(wide, 72).toFile());

        assertEquals(List.of(72, 18), List.of(image.getWidth(), image.getHeight()));
    }

    @Test
    void purgeForgetsPicturesOnlyAfterUndo() throws EngineException, StoreException, IOException {
        StoredPicture cat = app.pictures.add(Fixture.png(8, 6), "cat.png");
        StoredPicture dog = app.pictures.add(Fixture.png(9, 6), "dog.png");
        for (StoredPicture picture : List.of(cat, dog)) {
            Files.setLastModifiedTime(file(picture), FileTime.from(Instant.EPOCH));
        }
        long id = app.conversations.create().id();
        app.chat.ask(id, new Draft("What?", List.of(cat)));
        app.conversations.delete(id);
        app.conversations.purge();

        assertTrue(Files.exists(file(cat)));
        assertFalse(Files.exists(file(dog)));
    }

    private Path file(StoredPicture picture) {
        return new PictureFiles(dir.resolve("pictures")).file(picture);
    }
}
