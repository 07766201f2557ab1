package dev.nunchi.app.ui.compare;

import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.text.Role;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A comparison over a real store, scripted models and a scripted server; jobs are done at once.
final class CompareFixture implements AutoCloseable {
    static final Answerer DEFAULT = Answerer.local(FakeCatalog.BUNDLED.name(), Optional.empty());
    static final Answerer CATS = Answerer.local(FakeCatalog.BUNDLED.name(), Optional.of("cats"));
    static final Answerer LARGE = Answerer.local(FakeCatalog.IMPORTED.name(), Optional.empty());
    static final Answerer REMOTE = Answerer.remote("llava-34b", "lab");
    static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_000L);

    final SqliteStore.Opened database;
    final ModelService models;
    final SettingsViewModel settings;
    final ScriptedServer server = new ScriptedServer();
    final CompareViewModel compare;

    /// What was opened, in order.
    final List<String> opened = new ArrayList<>();

    /// What the conversation heard of its model.
    final List<String> lent = new ArrayList<>();

    /// By model: how its assistant is made.
    final Map<String, ScriptedAssistant> scripts = new HashMap<>();

    private final PictureService pictures;
    final JobRunner jobs;
    final RemoteClient remote = new RemoteClient(Limits.defaults());

    CompareFixture(Path home) throws StoreException, StorageException {
        this(home, TestJobs.direct(home));
    }

    CompareFixture(Path home, JobRunner jobs) throws StoreException, StorageException {
        this.jobs = jobs;
        InstantSource clock = InstantSource.fixed(NOW);
        database = SqliteStore.open(home.resolve("nunchi.db"), home.resolve("n"), clock);
        var files = new PictureFiles(home.resolve("p"));
        pictures = new PictureService(files, home.resolve("t"));
        models =
                new ModelService(
                        new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                        (model, setup, _) -> {
                            opened.add(model.name() + setup.adapters());
                            return script(model.name()).reopened().withAdapters(setup.adapters());
                        });
        settings = new SettingsViewModel(SettingsStore.open(home.resolve("s.json")), jobs);
        var chats =
                new ChatService(
                        new ChatService.Kept(
                                database.store(), new Corrections(home.resolve("c"), files)),
                        pictures,
                        models,
                        () -> settings.settingsProperty().get().generation());
        var adapters =
                new AdapterService(
                        new AdapterLibrary(home.resolve("a")), models, chats, home.resolve("x"));
        var sides =
                new SideBySide(
                        new SideBySide.Kept(database.store(), database.ballots(), pictures),
                        new SideBySide.Local(models, adapters, chats),
                        remote);
        var lender =
                new ModelLender() {
                    @Override
                    public void lend() {
                        lent.add("lent");
                    }

                    @Override
                    public void takeBack() {
                        lent.add("back");
                    }
                };
        compare =
                new CompareViewModel(
                        new CompareViewModel.Services(sides, pictures, lender, settings),
                        jobs,
                        clock,
                        new Random(3));
    }

    ScriptedAssistant script(Answerer who) {
        return script(who.model());
    }

    private ScriptedAssistant script(String model) {
        return scripts.computeIfAbsent(model, name -> new ScriptedAssistant(name));
    }

    /// A conversation that ends with a question about a grey picture.
    StoredTurn ask(String words) throws Exception {
        var grey = new Picture(32, 24, new byte[3 * 32 * 24], "PNG", "");
        return ask(words, pictures.add(PictureEncoder.png(grey), "grey.png"));
    }

    StoredTurn ask(String words, Path picture) throws Exception {
        return ask(words, pictures.add(picture));
    }

    private StoredTurn ask(String words, StoredPicture picture) throws StoreException {
        var store = database.store();
        long id = store.create("").id();
        var first = store.add(NewTurn.first(id, Role.USER, "Hello", List.of(picture)));
        var said = store.add(NewTurn.after(first, Role.ASSISTANT, "Hi", List.of()));
        return store.add(NewTurn.after(said, Role.USER, words, List.of()));
    }

    void choose(Answerer... who) {
        compare.chosen().setAll(who);
    }

    @Override
    public void close() throws StoreException {
        remote.close();
        server.close();
        database.store().close();
    }
}
