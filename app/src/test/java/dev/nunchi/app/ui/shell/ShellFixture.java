package dev.nunchi.app.ui.shell;

import dev.nunchi.app.evaluation.EvaluationModels;
import dev.nunchi.app.evaluation.EvaluationService;
import dev.nunchi.app.evaluation.EvaluationShelf;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.FolderService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ReviewFile;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.catalogue.CatalogueViewModel;
import dev.nunchi.app.ui.catalogue.PageLibrary;
import dev.nunchi.app.ui.chat.ChatServices;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.compare.CompareViewModel;
import dev.nunchi.app.ui.curate.CurateViewModel;
import dev.nunchi.app.ui.curate.RowPictures;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.app.ui.inspect.InspectorViewModel;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.app.ui.models.ModelsViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.device.MachineMemory;
import dev.nunchi.engine.error.StorageException;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/// A window's view models over a fresh folder; every job is done when it is started.
final class ShellFixture implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final long MEMORY = 16_000_000_000L;

    final ConversationStore store;
    final ShellViewModel shell;
    final JobRunner jobs;
    final FakeTraining training = new FakeTraining();

    ShellFixture(Path home) throws StoreException, StorageException {
        jobs = TestJobs.direct(home);
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
        var remote = new RemoteClient(Limits.defaults());
        var sides =
                new SideBySide(
                        new SideBySide.Kept(store, opened.ballots(), pictures),
                        new SideBySide.Local(models, adapters, chats),
                        remote);
        var evaluation =
                new EvaluationService(
                        new EvaluationShelf(home.resolve("evaluations"), CLOCK),
                        new EvaluationModels(
                                sides,
                                models,
                                new EvaluationModels.Servers(
                                        remote,
                                        () -> {
                                            throw new AssertionError("nothing is to be paid for");
                                        },
                                        choices::current)),
                        new EvaluationService.Training(
                                training, new AdapterLibrary(home.resolve("adapters"))),
                        new EvaluationService.Choices(opened.votes(), opened.ballots()));
        var compare =
                new CompareViewModel(
                        new CompareViewModel.Services(sides, pictures, active, settings),
                        jobs,
                        CLOCK,
                        new Random(1));
        var installed =
                new ModelsViewModel(models, active, jobs, () -> new MachineMemory(MEMORY, MEMORY));
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
                                installed,
                                new CatalogueViewModel(
                                        new CatalogueViewModel.Services(
                                                DownloadService.in(
                                                        AppFolders.under(home), choices::current),
                                                new PageLibrary(installed)),
                                        new Forbidden(),
                                        jobs,
                                        MEMORY),
                                new CurateViewModel(
                                        ReviewFile.service(home),
                                        new RowPictures(jobs),
                                        jobs,
                                        "Ann"),
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
                                new EvaluateViewModel(
                                        new EvaluateViewModel.Services(evaluation, pictures),
                                        jobs,
                                        CLOCK),
                                settings,
                                active,
                                new InspectorViewModel(chat, chats.sight(), jobs)));
    }

    /// No test here downloads.
    private static final class Forbidden implements CatalogueViewModel.Permission {
        @Override
        public boolean isGiven() {
            return false;
        }

        @Override
        public void give() {
            throw new UnsupportedOperationException("nobody asks for the network here");
        }
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
