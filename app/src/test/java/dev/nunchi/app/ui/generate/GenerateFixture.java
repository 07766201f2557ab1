package dev.nunchi.app.ui.generate;

import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.GenerationService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.PromptSets;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The panel with the real symbolic teacher and pictures of its own in a folder.
final class GenerateFixture implements AutoCloseable {
    private static final Path SAMPLES = Path.of("..", "assets", "samples").toAbsolutePath();

    final Path source;
    final GenerateViewModel page;
    private final RemoteClient remote = new RemoteClient(Limits.defaults());

    GenerateFixture(Path folder, JobRunner jobs, TeachingLanguage language) throws IOException {
        source = source(folder);
        var models =
                new ModelService(
                        new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                        (model, _, _) -> new ScriptedAssistant(model.name()));
        var generation =
                new GenerationService(
                        models,
                        remote,
                        new PromptSets(folder.resolve("prompts")),
                        () -> {
                            throw new AssertionError("nothing is to be paid for");
                        },
                        InstantSource.system());
        page =
                new GenerateViewModel(
                        new GenerateViewModel.Services(
                                generation,
                                models,
                                new PictureService(
                                        new PictureFiles(folder.resolve("pictures")),
                                        folder.resolve("thumbnails")),
                                Settings::defaults),
                        jobs,
                        InstantSource.system(),
                        language);
    }

    /// Two pictures with captions and boxes.
    private static Path source(Path folder) throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.copy(SAMPLES.resolve("cat.jpg"), photos.resolve("cat.jpg"));
        Files.copy(SAMPLES.resolve("coffee.jpg"), photos.resolve("coffee.jpg"));
        return Files.writeString(
                photos.resolve("captions.jsonl"),
                """
                {"image":"cat.jpg","captions":["A cat looks at the camera."],\
                "objects":[{"category":"cat","bbox":[0.1,0.05,0.95,0.98]}]}
                {"image":"coffee.jpg","captions":["A cup of coffee beside a spoon on a table."],\
                "objects":[{"category":"cup","bbox":[0.2,0.15,0.75,0.7]},\
                {"category":"spoon","bbox":[0.55,0.6,0.98,0.9]},\
                {"category":"dining table","bbox":[0,0.1,1,1]}]}
                """);
    }

    @Override
    public void close() {
        remote.close();
    }
}
