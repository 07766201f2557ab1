package dev.nunchi.app.ui.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.chat.ChatServices;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.InstalledModel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Which adapter answers in which conversation. The model is a real one, so that adapters can
/// belong to it; its answers are scripted.
class ChatModelTest {
    private static final InstalledModel MODEL =
            new InstalledModel(
                    "llava15",
                    Path.of("..", "src", "conformance", "golden", "llava15", "model"),
                    InstalledModel.Origin.IMPORTED,
                    1,
                    "Llama");

    @TempDir private Path home;
    private AdapterLibrary library;
    private ConversationStore store;
    private ChatViewModel chat;
    private ChatModel active;
    private SettingsViewModel settings;

    @BeforeEach
    void open() throws EngineException, StoreException {
        var jobs = TestJobs.direct(home);
        var choices = SettingsStore.open(home.resolve("settings.json"));
        store = SqliteStore.open(home.resolve("nunchi.db"), home, InstantSource.system()).store();
        var files = new PictureFiles(home);
        var pictures = new PictureService(files, home);
        var conversations = new ConversationService(store, pictures, InstantSource.system());
        var models =
                new ModelService(
                        new FakeCatalog(MODEL),
                        (model, setup, _) ->
                                new ScriptedAssistant(model.name()).withAdapters(setup.adapters()));
        var chats =
                new ChatService(
                        new ChatService.Kept(store, new Corrections(home, files)),
                        pictures,
                        models,
                        () -> choices.current().generation());
        chat = new ChatViewModel(new ChatServices(chats, conversations, pictures, models), jobs);
        library = new AdapterLibrary(home.resolve("adapters"));
        settings = new SettingsViewModel(choices, jobs);
        active =
                new ChatModel(
                        chat,
                        new ChatModel.Services(
                                models,
                                new AdapterService(library, models, chats, home.resolve("cache")),
                                conversations),
                        settings,
                        jobs);
        add("birds");
        active.openRemembered();
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    @Test
    void adapterComesBackWithItsConversation() {
        long first = ask();
        active.choose(Optional.of("birds"));
        chat.startNew();
        active.choose(Optional.empty());
        long second = ask();

        reopen(first);
        assertEquals(Optional.of("birds"), active.adapterProperty().get());
        reopen(second);
        assertEquals(Optional.empty(), active.adapterProperty().get());
        assertEquals(Optional.empty(), active.missingProperty().get());
    }

    @Test
    void answerRemembersItsAdapter() throws StoreException {
        active.choose(Optional.of("birds"));
        assertEquals(Optional.of("birds"), store.adapter(ask()));
    }

    @Test
    void adapterThatHasGoneIsTold() throws EngineException {
        active.choose(Optional.of("birds"));
        long id = ask();
        chat.startNew();
        active.choose(Optional.empty());
        library.remove(library.find("birds").orElseThrow());

        reopen(id);

        assertEquals(
                Optional.of(new ChatModel.Missing.Deleted("birds")),
                active.missingProperty().get());
        assertEquals(Optional.empty(), active.adapterProperty().get());
        chat.startNew();
        assertEquals(Optional.empty(), active.missingProperty().get());
    }

    @Test
    void adapterOfAnotherModelIsToldAndTheModelAnswersAsItIs()
            throws EngineException, StoreException {
        long id = ask();
        add("trees", "0123456789abcdef".repeat(4), "another-7b");
        store.useModel(id, "another-7b", Optional.of("trees"));

        reopen(id);

        assertEquals(
                Optional.of(new ChatModel.Missing.OfAnotherModel("trees", "another-7b")),
                active.missingProperty().get());
        assertEquals(Optional.empty(), active.adapterProperty().get());
        ask();
        assertEquals(ChatState.Ready.class, chat.getState().getClass());
    }

    @Test
    void serverAnswersUntilItIsForbidden() {
        var lab =
                new Endpoint(
                        "lab",
                        URI.create("http://127.0.0.1:1/v1"),
                        "llava-34b",
                        Secret.none(),
                        Endpoint.Consent.ASK);
        settings.agree(lab);
        active.use(lab, new ScriptedAssistant("llava-34b"));
        assertEquals(Optional.of(lab), active.elsewhereProperty().get());
        assertEquals("llava-34b", chat.modelProperty().get().orElseThrow().name());

        settings.forbid(NetworkUse.REMOTE_ANSWERS);
        assertEquals(Optional.empty(), active.elsewhereProperty().get());
        assertNotEquals("llava-34b", chat.modelProperty().get().orElseThrow().name());
    }

    private void add(String name) throws EngineException {
        try (var checkpoint = MODEL.open()) {
            add(name, BaseHash.of(checkpoint, home.resolve("cache")), MODEL.name());
        }
    }

    private void add(String name, String baseHash, String baseName) throws EngineException {
        var info =
                new AdapterInfo(
                        name,
                        baseHash,
                        Optional.empty(),
                        Optional.empty(),
                        new Provenance(
                                baseName,
                                Optional.empty(),
                                OptionalLong.empty(),
                                new TreeMap<>(),
                                new TreeMap<>()));
        library.add(new Adapter(info, new LinkedHashMap<>(), new LinkedHashMap<>()));
    }

    /// Asks something and is answered.
    ///
    /// @return the conversation's id
    private long ask() {
        chat.draft().textProperty().set("What?");
        chat.send();
        return chat.conversationProperty().get();
    }

    private void reopen(long id) {
        chat.startNew();
        chat.open(id);
        active.restore(id);
    }
}
