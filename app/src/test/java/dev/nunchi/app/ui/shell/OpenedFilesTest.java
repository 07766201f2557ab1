package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.StoreException;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class OpenedFilesTest {
    @TempDir private Path home;
    private ShellFixture fixture;
    private ShellViewModel shell;
    private OpenedFiles opened;

    @BeforeEach
    void open() throws StoreException, StorageException {
        fixture = new ShellFixture(home);
        shell = fixture.shell;
        shell.start();
        opened = new OpenedFiles(shell, fixture.jobs);
    }

    @AfterEach
    void close() throws StoreException {
        fixture.close();
    }

    @Test
    void picturesComeIntoTheDraft() throws IOException {
        shell.show(Page.SETTINGS);

        opened.open(List.of(picture("one.png"), picture("two.png")));

        assertEquals(Page.CHAT, shell.pageProperty().get());
        assertEquals(2, shell.features().chat().draft().pictures().size());
    }

    @Test
    void modelIsOfferedAndImportedOnlyWhenAskedFor() throws IOException {
        Path model = Files.writeString(home.resolve("llava.gguf"), "GGUF");

        opened.open(List.of(model));
        assertEquals(Optional.of(model), opened.modelProperty().get());
        int before = shell.features().models().cards().size();

        opened.importModel();

        assertEquals(before + 1, shell.features().models().cards().size());
        assertEquals(Page.MODELS, shell.pageProperty().get());
        assertEquals(Optional.empty(), opened.modelProperty().get());
    }

    @Test
    void exportedConversationIsTakenOverAndOpened() throws StoreException {
        shell.features().chat().draft().textProperty().set("What is this?");
        shell.features().chat().send();
        Path file = home.resolve("exported.json");
        shell.features()
                .library()
                .exchange()
                .export(
                        fixture.store.list().getFirst(),
                        FileLayout.JSON,
                        file,
                        new PageWords(
                                "You", "Model", "New", "Picture:", Answerer::model, Locale.ROOT));
        long asked = shell.features().chat().conversationProperty().get();

        opened.open(List.of(file));

        long now = shell.features().chat().conversationProperty().get();
        assertTrue(now != asked && now != 0, () -> "open is " + now);
        assertEquals(2, fixture.store.list().size());
    }

    @Test
    void startWithoutFilesChangesNothing() {
        shell.show(Page.TRAIN);

        opened.open(List.of());

        assertEquals(Page.TRAIN, shell.pageProperty().get());
    }

    private Path picture(String name) throws IOException {
        var grey = new Picture(4, 4, new byte[48], "PNG", "");
        return Files.write(home.resolve(name), PictureEncoder.png(grey));
    }
}
