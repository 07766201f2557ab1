package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationModels;
import dev.nunchi.app.evaluation.EvaluationService;
import dev.nunchi.app.evaluation.EvaluationShelf;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.ModelForm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The page over real files and a real store, with scripted models and a scripted server.
final class EvaluateFixture implements AutoCloseable {
    static final Answerer DEFAULT = Answerer.local(FakeCatalog.BUNDLED.name(), Optional.empty());
    static final Answerer LARGE = Answerer.local(FakeCatalog.IMPORTED.name(), Optional.empty());
    static final Answerer SERVER = Answerer.remote("llava-34b", "lab");
    static final Instant NOW = Instant.parse("2026-11-30T09:15:00Z");

    /// Questions of a picture: three to be judged, two about presence.
    static final int QUESTIONS = 15;

    private static final Path SAMPLES = Path.of("..", "assets", "samples").toAbsolutePath();

    /// A picture, what it shows, and where.
    private record Scene(String name, String caption, String thing, String box) {}

    private static final List<Scene> SCENES =
            List.of(
                    new Scene(
                            "cat",
                            "A tabby cat looks straight at the camera.",
                            "cat",
                            "[0.1, 0.05, 0.95, 0.98]"),
                    new Scene(
                            "coffee",
                            "A cup of coffee stands beside a spoon.",
                            "cup",
                            "[0.2, 0.15, 0.75, 0.7]"),
                    new Scene(
                            "rocket",
                            "A rocket stands on its launch pad at dusk.",
                            "airplane",
                            "[0.4, 0.1, 0.6, 0.9]"));

    final Path folder;
    final Path benchmark;
    final ScriptedServer server = new ScriptedServer();
    final FakeTraining training = new FakeTraining();
    final AdapterLibrary adapters;
    final SqliteStore.Opened database;
    final EvaluateViewModel page;

    /// What was opened, in order.
    final List<String> opened = new ArrayList<>();

    private final Map<String, ScriptedAssistant> scripts = new HashMap<>();
    private final RemoteClient remote = new RemoteClient(Limits.defaults());

    /// The time, which each look at it moves on by a second.
    private Instant time = NOW;

    EvaluateFixture(Path folder, JobRunner jobs) throws IOException, StoreException {
        this.folder = folder;
        benchmark = benchmark(Files.createDirectories(folder.resolve("holiday photos")));
        InstantSource clock =
                () -> {
                    time = time.plus(Duration.ofSeconds(1));
                    return time;
                };
        database =
                SqliteStore.open(
                        folder.resolve("nunchi.db"), folder.resolve("n"), Clock.systemUTC());
        adapters = new AdapterLibrary(folder.resolve("adapters"));
        var files = new PictureFiles(folder.resolve("pictures"));
        var pictures = new PictureService(files, folder.resolve("thumbnails"));
        var models =
                new ModelService(
                        new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                        (model, setup, _) -> {
                            boolean bare = setup.form() == ModelForm.BARE;
                            opened.add(model.name() + setup.adapters() + (bare ? " bare" : ""));
                            return script(model.name()).reopened().withAdapters(setup.adapters());
                        });
        var chats =
                new ChatService(
                        new ChatService.Kept(
                                database.store(), new Corrections(folder.resolve("c"), files)),
                        pictures,
                        models,
                        () -> settings().generation());
        var sides =
                new SideBySide(
                        new SideBySide.Kept(database.store(), database.ballots(), pictures),
                        new SideBySide.Local(
                                models,
                                new AdapterService(
                                        new AdapterLibrary(folder.resolve("none")),
                                        models,
                                        chats,
                                        folder.resolve("x")),
                                chats),
                        remote);
        var service =
                new EvaluationService(
                        new EvaluationShelf(folder.resolve("evaluations"), clock),
                        new EvaluationModels(
                                sides,
                                models,
                                new EvaluationModels.Servers(
                                        remote,
                                        () ->
                                                SqliteLedger.open(
                                                        folder.resolve("requests.db"),
                                                        folder.resolve("n")),
                                        this::settings)),
                        new EvaluationService.Training(training, adapters),
                        new EvaluationService.Choices(database.votes(), database.ballots()));
        page =
                new EvaluateViewModel(
                        new EvaluateViewModel.Services(service, pictures), jobs, clock);
    }

    private Settings settings() {
        return Settings.defaults()
                .allowing(NetworkUse.REMOTE_ANSWERS)
                .withEndpoint(server.endpoint(""));
    }

    ScriptedAssistant script(String model) {
        return scripts.computeIfAbsent(model, name -> new ScriptedAssistant(name));
    }

    /// Lets a model answer all questions as the references do, and blind with something else.
    void answersWell(Answerer who) {
        var script = script(who.model());
        for (var scene : SCENES) {
            answer(script, scene.caption());
        }
        for (var _ : SCENES) {
            answer(script, "It is hard to say what this is.");
        }
    }

    /// Lets a model answer about the first picture as the references do, and otherwise vaguely.
    void answersHalf(Answerer who) {
        var script = script(who.model());
        for (var scene : SCENES) {
            answer(script, scene.equals(SCENES.getFirst()) ? scene.caption() : "A nice picture.");
        }
        for (var _ : SCENES) {
            answer(script, "A nice picture.");
        }
    }

    private static void answer(ScriptedAssistant script, String caption) {
        for (int i = 0; i < 3; i++) {
            script.says(caption);
        }
        script.says("Yes.").says("Yes.");
    }

    /// Three pictures with five questions each.
    private static Path benchmark(Path place) throws IOException {
        var questions = new StringBuilder();
        var references = new StringBuilder();
        var symbols = new StringBuilder();
        for (var scene : SCENES) {
            String image = scene.name() + ".jpg";
            Files.copy(SAMPLES.resolve(image), place.resolve(image));
            for (String kind : List.of("conv", "detail", "complex")) {
                String id = scene.name() + "-" + kind;
                questions.append(
                        """
                        {"question_id": "%s", "image": "%s", "text": "What does the picture show? (%s)", "category": "%s"}
                        """
                                .formatted(id, image, kind, kind));
                references.append(
                        "{\"question_id\": \"%s\", \"text\": \"%s\"}%n"
                                .formatted(id, scene.caption()));
            }
            questions.append(
                    """
                    {"question_id": "%s-yes", "image": "%s", "text": "Is there a %s in the image?", "label": "yes"}
                    {"question_id": "%s-no", "image": "%s", "text": "Is there a zebra in the image?", "label": "no"}
                    """
                            .formatted(scene.name(), image, scene.thing(), scene.name(), image));
            symbols.append(
                    """
                    {"image": "%s", "captions": ["%s"], "objects": [{"category": "%s", "bbox": %s}]}
                    """
                            .formatted(image, scene.caption(), scene.thing(), scene.box()));
        }
        Files.writeString(place.resolve("questions.jsonl"), questions);
        Files.writeString(place.resolve("references.jsonl"), references);
        Files.writeString(place.resolve("symbols.jsonl"), symbols);
        return place;
    }

    @Override
    public void close() throws StoreException {
        database.store().close();
        server.close();
        remote.close();
    }
}
