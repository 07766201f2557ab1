package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.Boundary;
import dev.nunchi.app.task.ErrorReports;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A chat over a real store in a temporary folder, answered by an assistant of the test's choice.
public final class ChatFixture implements AutoCloseable {
    public static final InstalledModel MODEL =
            new InstalledModel(
                    "scripted", Path.of("scripted"), InstalledModel.Origin.BUNDLED, 1, "scripted");

    public final Messages messages;
    public final ConversationStore store;
    public final PictureService pictures;
    final Corrections corrections;
    public final ChatServices services;
    public final ChatViewModel model;

    /// Runs what the test itself wants to run.
    public final JobRunner jobs;

    private final Path folder;

    /// @param runner made from the boundary that turns errors into problems
    public ChatFixture(Path folder, Assistant assistant, Function<Boundary, JobRunner> runner)
            throws StoreException {
        this(folder, assistant, runner, Messages.of(Locale.ENGLISH));
    }

    ChatFixture(
            Path folder,
            Assistant assistant,
            Function<Boundary, JobRunner> runner,
            Messages messages)
            throws StoreException {
        this.folder = folder;
        this.messages = messages;
        var clock = InstantSource.system();
        store =
                SqliteStore.open(folder.resolve("chat.db"), folder.resolve("native"), clock)
                        .store();
        var files = new PictureFiles(folder.resolve("p"));
        pictures = new PictureService(files, folder.resolve("t"));
        corrections = new Corrections(folder.resolve("corrections"), files);
        var models = new ModelService(new OneModel(), (_, _, _) -> assistant);
        services =
                new ChatServices(
                        new ChatService(
                                new ChatService.Kept(store, corrections),
                                pictures,
                                models,
                                Generation::defaults),
                        new ConversationService(store, pictures, clock),
                        pictures,
                        models);
        var boundary = new Boundary(messages, new ErrorReports(folder.resolve("reports")));
        jobs = runner.apply(boundary);
        model = new ChatViewModel(services, jobs);
    }

    /// A PNG file of one colour.
    public Path pictureFile(String name, int width, int height) throws IOException {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (name.hashCode() >> (8 * (i % 3)));
        }
        return Files.write(
                folder.resolve(name),
                PictureEncoder.png(new Picture(width, height, rgb, "PNG", "")));
    }

    Path brokenFile(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "not a picture");
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }

    private static final class OneModel implements ModelCatalog {
        @Override
        public List<InstalledModel> list() {
            return List.of(MODEL);
        }

        @Override
        public Optional<InstalledModel> importFrom(
                ImportRequest request, Progress progress, CancelToken cancel) {
            return Optional.empty();
        }

        @Override
        public ImportPreview preview(Path source) {
            throw new UnsupportedOperationException("nothing is imported here");
        }

        @Override
        public InstalledModel measure(InstalledModel model, Path original, Progress progress) {
            throw new UnsupportedOperationException("nothing is measured here");
        }

        @Override
        public List<SelfCheck.Finding> check(
                InstalledModel model, Assistant assistant, Watch watch) {
            throw new UnsupportedOperationException("nothing is checked here");
        }

        @Override
        public Optional<SpeedTest.Result> time(Assistant assistant, Watch watch) {
            throw new UnsupportedOperationException("nothing is timed here");
        }

        @Override
        public List<DeviceStatus> devices() {
            return List.of();
        }

        @Override
        public void remove(InstalledModel model) {
            throw new IllegalArgumentException("bundled");
        }
    }
}
