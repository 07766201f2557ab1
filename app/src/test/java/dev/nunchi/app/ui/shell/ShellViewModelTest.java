package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.FolderService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.chat.ChatServices;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.compare.CompareViewModel;
import dev.nunchi.app.ui.inspect.InspectorViewModel;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.models.ModelsViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;

class ShellViewModelTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final long MEMORY = 16_000_000_000L;

    private ConversationStore store;
    private ShellViewModel shell;
    private final FakeTraining training = new FakeTraining();

    @BeforeEach
    void open(@TempDir Path home) throws StoreException, StorageException {
        var jobs = TestJobs.direct(home);
        var choices = SettingsStore.open(home.resolve("settings.json"));
        var opened = SqliteStore.open(home.resolve("nunchi.db"), home, CLOCK);
        store = opened.store();
        var files = new PictureFiles(home);
        var pictures = new PictureService(files, home);
        var conversations = new ConversationService(store, pictures, CLOCK);
        var models =
                new ModelService(
                        new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                        (model, _, _) -> new ScriptedAssistant(model.name()));
        var chats =
                new ChatService(
                        new ChatService.Kept(store, new Corrections(home, files)),
                        pictures,
                        models,
                        () -> choices.current().generation());
        var chat =
                new ChatViewModel(new ChatServices(chats, conversations, pictures, models), jobs);
        var settings = new SettingsViewModel(choices, jobs);
        var adapters =
                new AdapterService(
                        new AdapterLibrary(home.resolve("adapters")), models, chats, home);
        var active =
                new ChatModel(
                        chat,
                        new ChatModel.Services(models, adapters, conversations),
                        settings,
                        jobs);
        var compare =
                new CompareViewModel(
                        new CompareViewModel.Services(
                                new SideBySide(
                                        new SideBySide.Kept(store, opened.ballots(), pictures),
                                        new SideBySide.Local(models, adapters, chats),
                                        new RemoteClient(Limits.defaults())),
                                pictures,
                                active,
                                settings),
                        jobs,
                        CLOCK,
                        new Random(1));
        shell =
                new ShellViewModel(
                        new ShellViewModel.Features(
                                chat,
                                compare,
                                new LibraryViewModel(
                                        new LibraryViewModel.Services(
                                                conversations,
                                                new FolderService(opened.folders()),
                                                new ExchangeService(store, pictures, files)),
                                        jobs,
                                        CLOCK),
                                new ModelsViewModel(models, active, jobs, MEMORY),
                                new TrainViewModel(
                                        new TrainViewModel.Services(
                                                training,
                                                (_, side, _, _, _) -> side.name(),
                                                models,
                                                pictures,
                                                opened.votes()),
                                        jobs,
                                        CLOCK,
                                        new Random(1)),
                                settings,
                                active,
                                new InspectorViewModel(chat, chats.sight(), jobs)));
        shell.start();
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
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
