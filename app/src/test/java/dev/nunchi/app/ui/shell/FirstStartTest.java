package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.ui.chat.FirstLookViewModel.Look;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class FirstStartTest {
    private Path picture;
    private ShellFixture fixture;
    private ShellViewModel shell;

    @BeforeEach
    void open(@TempDir Path home) throws StoreException, StorageException, IOException {
        var grey = new Picture(4, 4, new byte[48], "PNG", "");
        picture = Files.write(home.resolve("cat.png"), PictureEncoder.png(grey));
        fixture = new ShellFixture(home);
        shell = fixture.shell;
        new FirstStart(shell, picture).watch();
    }

    @AfterEach
    void close() throws StoreException {
        fixture.close();
    }

    @Test
    void modelThatCameAlongAnswersBeforeAnythingWasAsked() throws StoreException {
        shell.start();

        assertEquals(Optional.of(new Look(picture, "OK")), look());
        assertTrue(fixture.store.list().isEmpty());
    }

    @Test
    void whoHasConversationsIsShownNothing() throws StoreException {
        fixture.store.create("the cat");

        shell.start();

        assertEquals(Optional.empty(), look());
    }

    @Test
    void firstQuestionEndsIt() {
        shell.start();

        shell.features().chat().draft().textProperty().set("What is this?");
        shell.features().chat().send();
        shell.newConversation();

        assertEquals(Optional.empty(), look());
    }

    @Test
    void safeStartShowsNothing() {
        shell.startSafely();

        assertEquals(Optional.empty(), look());
    }

    private Optional<Look> look() {
        return shell.features().chat().firstLook().lookProperty().get();
    }
}
