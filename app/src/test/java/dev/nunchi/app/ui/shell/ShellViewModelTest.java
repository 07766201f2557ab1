package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;

class ShellViewModelTest {
    private ShellFixture fixture;
    private ShellViewModel shell;
    private ConversationStore store;

    @BeforeEach
    void open(@TempDir Path home) throws StoreException, StorageException {
        fixture = new ShellFixture(home);
        shell = fixture.shell;
        store = fixture.store;
        shell.start();
    }

    @AfterEach
    void close() throws StoreException {
        fixture.close();
    }

    @Test
    void inspectorIsRememberedAndOpensWhenAPersonAsksForIt() {
        var frame = shell.features().settings().settingsProperty();
        shell.newConversation();
        shell.features().chat().draft().textProperty().set("Hello");
        shell.features().chat().send();

        shell.features().chat().inspect(shell.features().chat().turns().getLast());
        assertEquals(Panel.SHOWN, shell.inspectorProperty().get());
        assertEquals(Panel.SHOWN, frame.get().frame().inspector());

        shell.toggleInspector();
        assertEquals(Panel.HIDDEN, frame.get().frame().inspector());
    }

    @Test
    void comparisonOpensItsPageAndAKeptAnswerLeadsBack() {
        var chat = shell.features().chat();
        var compare = shell.features().compare();
        shell.newConversation();
        chat.draft().textProperty().set("Hello");
        chat.send();

        chat.compare(chat.turns().getLast());
        assertEquals(Page.COMPARE, shell.pageProperty().get());
        compare.start();
        compare.keep(compare.columns().getLast());

        assertEquals(Page.CHAT, shell.pageProperty().get());
        assertEquals(2, chat.turns().getLast().placeProperty().get().count());
        assertEquals(
                Optional.of(Answerer.local(FakeCatalog.IMPORTED.name(), Optional.empty())),
                chat.turns().getLast().getFacts().flatMap(AnswerFacts::answerer));
    }

    @Test
    void conversationGetsItsModelBackFromAComparison() {
        var chat = shell.features().chat();
        chat.draft().textProperty().set("Hello");
        chat.sendToCompare();
        shell.features().compare().start();

        assertEquals(2, shell.features().compare().columns().size());
        assertEquals("nunchi-default", modelInUse());
        assertInstanceOf(ChatState.Ready.class, chat.getState());
    }

    @Test
    void bundledModelAnswersAtTheFirstStart() {
        assertEquals("nunchi-default", modelInUse());
        assertEquals(true, shell.demonstrationProperty().getValue());
    }

    @Test
    void chosenModelIsRemembered() {
        shell.features().models().use(FakeCatalog.IMPORTED);
        shell.features().active().openRemembered();
        assertEquals("llava-1.5-7b-q4", modelInUse());
        assertEquals(false, shell.demonstrationProperty().getValue());
    }

    @Test
    void removingTheModelInUseFallsBackToTheFirst() {
        shell.features().models().use(FakeCatalog.IMPORTED);
        shell.features().models().remove(FakeCatalog.IMPORTED);
        assertEquals("nunchi-default", modelInUse());
    }

    @Test
    void firstQuestionAppearsInTheList() {
        ask("What is this?");
        assertEquals("What is this?", shell.features().library().openTitleProperty().get());
    }

    @Test
    void openingConversationLeadsToTheChat() throws StoreException {
        long id = store.create("the cat").id();
        shell.show(Page.MODELS);
        shell.features().library().open(id);
        assertEquals(Page.CHAT, shell.pageProperty().get());
        assertEquals(id, shell.features().chat().conversationProperty().get());
    }

    @Test
    void newConversationLeavesTheOpenOne() {
        ask("What is this?");
        shell.newConversation();
        assertEquals(0, shell.features().chat().conversationProperty().get());
        assertEquals(Optional.empty(), shell.features().library().selectedProperty().get());
    }

    @Test
    void narrowWindowFoldsTheSideBarAndWideOneRestoresIt() {
        shell.fitTo(880);
        assertEquals(Panel.HIDDEN, shell.sideBarProperty().get());
        shell.fitTo(1200);
        assertEquals(Panel.SHOWN, shell.sideBarProperty().get());
    }

    @Test
    void sideBarMakesRoomForTheInspector() {
        shell.fitTo(950);
        assertEquals(Panel.SHOWN, shell.sideBarProperty().get());
        shell.toggleInspector();
        assertEquals(Panel.HIDDEN, shell.sideBarProperty().get());
        shell.toggleInspector();
        assertEquals(Panel.SHOWN, shell.sideBarProperty().get());
    }

    @Test
    void sideBarThatWasFoldedByHandStaysFolded() {
        shell.toggleSideBar();
        shell.fitTo(880);
        shell.fitTo(1200);
        assertEquals(Panel.HIDDEN, shell.sideBarProperty().get());
    }

    private void ask(String question) {
        shell.features().chat().draft().textProperty().set(question);
        shell.features().chat().send();
    }

    private String modelInUse() {
        return shell.features().active().status().getValue()
                        instanceof ActiveModel.Status.Open(var info)
                ? info.name()
                : "";
    }
}
