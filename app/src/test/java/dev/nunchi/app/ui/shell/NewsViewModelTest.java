package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Notifications;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.ui.shell.News.Kind;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class NewsViewModelTest {
    private static final News TRAINED = new News(Kind.TRAINING_ENDED, "birds");

    private final List<String> told = new ArrayList<>();
    private ShellFixture fixture;
    private ShellViewModel shell;
    private NewsViewModel news;

    @BeforeEach
    void open(@TempDir Path home) throws StoreException, StorageException {
        fixture = new ShellFixture(home);
        shell = fixture.shell;
        shell.start();
        news =
                new NewsViewModel(
                        shell,
                        Messages.of(Language.EN),
                        fixture.jobs,
                        (title, body) -> told.add(title + ": " + body));
    }

    @AfterEach
    void close() throws StoreException {
        fixture.close();
    }

    @Test
    void endOfATrainingIsToldInTheWindow() {
        news.tell(TRAINED);

        assertEquals(Optional.of(TRAINED), news.latestProperty().get());
        assertEquals(List.of(), told);
    }

    @Test
    void desktopIsToldWhileAnotherWindowIsInFront() {
        news.inFrontProperty().set(false);

        news.tell(TRAINED);

        assertEquals(List.of("Nunchi: The training birds has ended."), told);
    }

    @Test
    void desktopIsLeftInPeaceByWhoTurnedItOff() {
        shell.features().settings().choose(Notifications.OFF);
        news.inFrontProperty().set(false);

        news.tell(TRAINED);

        assertEquals(List.of(), told);
        assertEquals(Optional.of(TRAINED), news.latestProperty().get());
    }

    @Test
    void whatThePersonLooksAtIsNotTold() {
        shell.show(Page.TRAIN);

        news.tell(TRAINED);

        assertEquals(Optional.empty(), news.latestProperty().get());
    }

    @Test
    void answerIsToldWithoutAWordOfTheConversation() {
        news.inFrontProperty().set(false);

        ask("Is this my doctor's letter?");

        assertEquals(List.of("Nunchi: The answer is ready."), told);
        assertFalse(told.toString().contains("doctor"));
    }

    @Test
    void answerThatIsLookedAtIsNotTold() {
        ask("What is this?");

        assertEquals(Optional.empty(), news.latestProperty().get());
    }

    @Test
    void importedModelIsTold() {
        shell.features().models().importFrom(Path.of("llava"));

        assertEquals(Optional.of(new News(Kind.MODEL_READY, "llava")), news.latestProperty().get());
    }

    @Test
    void followingLeadsToItsPageAndForgets() {
        news.tell(TRAINED);

        news.follow();

        assertEquals(Page.TRAIN, shell.pageProperty().get());
        assertEquals(Optional.empty(), news.latestProperty().get());
    }

    private void ask(String question) {
        shell.features().chat().draft().textProperty().set(question);
        shell.features().chat().send();
    }
}
