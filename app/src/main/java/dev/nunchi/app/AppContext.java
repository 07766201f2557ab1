package dev.nunchi.app;

import dev.nunchi.app.evaluation.EvaluationModels;
import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.platform.SystemKeyring;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServerOptions;
import dev.nunchi.app.service.AdapterService;
import dev.nunchi.app.service.AssistantOpener;
import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.service.Corrections;
import dev.nunchi.app.service.CurationService;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.FolderService;
import dev.nunchi.app.service.GenerationService;
import dev.nunchi.app.service.LocalMachine;
import dev.nunchi.app.service.LocalTraining;
import dev.nunchi.app.service.Machine;
import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.OpenModel;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.RemoteAssistant;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.app.store.sqlite.SqliteReviews;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.Boundary;
import dev.nunchi.app.task.ErrorReports;
import dev.nunchi.app.task.FxJobRunner;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.PromptSets;
import dev.nunchi.app.ui.catalogue.CatalogueViewModel;
import dev.nunchi.app.ui.catalogue.PageLibrary;
import dev.nunchi.app.ui.chat.ChatServices;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.compare.CompareViewModel;
import dev.nunchi.app.ui.curate.CurateViewModel;
import dev.nunchi.app.ui.curate.RowPictures;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.app.ui.generate.GenerateViewModel;
import dev.nunchi.app.ui.inspect.InspectorViewModel;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.app.ui.models.ModelsViewModel;
import dev.nunchi.app.ui.settings.ComputingViewModel;
import dev.nunchi.app.ui.settings.EndpointsViewModel;
import dev.nunchi.app.ui.settings.ServingViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.settings.UpkeepViewModel;
import dev.nunchi.app.ui.shell.ChatModel;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.shell.ShellViewModel;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.device.MachineMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.finetune.FineTuning;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.runtime.Device;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Everything the window consists of, put together: the only place that makes services.
final class AppContext implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppContext.class);
    private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());

    private final AppFolders folders;
    private final SettingsStore settings;
    private final Messages messages;
    private final JobRunner jobs;
    private final SqliteStore.Opened database;
    private final ModelService models;
    private final ConversationService conversations;
    private final ExchangeService exchange;
    private final RemoteClient remote = new RemoteClient(Limits.defaults());
    private final SideBySide sides;
    private final EndpointsViewModel endpoints;
    private final DownloadService downloads;
    private final CurationService curation;
    private final ShellViewModel shell;
    private final GenerateViewModel generate;
    private final ComputingViewModel computing;
    private final ServingViewModel serving;
    private final UpkeepViewModel upkeep;
    private final Caretaker caretaker;

    /// What the program takes from the engine.
    record Engine(
            ModelCatalog catalog,
            AssistantOpener opener,
            TrainingService training,
            Machine machine) {
        /// The real one, with its models in the person's folders.
        static Engine in(AppFolders folders) {
            var library = new ModelLibrary(folders.models(), Assets.bundledModels());
            var adapters = new AdapterLibrary(folders.adapters());
            return new Engine(
                    new LibraryCatalog(library, folders.compiledModels()),
                    (model, setup, progress) ->
                            Assistants.open(
                                    model,
                                    OpenOptions.of(folders.compiledModels())
                                            .withAdapters(adapters.read(setup.adapters()))
                                            .withForm(setup.form())
                                            .withDevice(setup.device())
                                            .withThreads(setup.threads())
                                            .withContext(setup.context()),
                                    progress),
                    new LocalTraining(new FineTuning(folders.training(), Device.CPU)),
                    new LocalMachine(folders.cache().resolve("threads")));
        }
    }

    private AppContext(
            AppFolders folders,
            SettingsStore settings,
            SqliteStore.Opened database,
            Engine engine,
            StartMode mode) {
        this.folders = folders;
        this.settings = settings;
        this.database = database;
        messages = Messages.of(settings.current().language());
        jobs = new FxJobRunner(new Boundary(messages, new ErrorReports(folders.reports())));
        models = new ModelService(engine.catalog(), engine.opener(), settings::current);
        var files = new PictureFiles(folders.pictures());
        var pictures = new PictureService(files, folders.thumbnails());
        conversations = new ConversationService(database.store(), pictures, CLOCK);
        downloads = DownloadService.in(folders, settings::current);
        curation =
                new CurationService(() ->
                        SqliteReviews.open(folders.reviews(), folders.nativeLibraries(), CLOCK));
        exchange = new ExchangeService(database.store(), pictures, files);
        var chats =
                new ChatService(
                        new ChatService.Kept(
                                database.store(), new Corrections(folders.corrections(), files)),
                        pictures,
                        models,
                        () -> settings.current().generation());
        var adapters =
                new AdapterService(
                        new AdapterLibrary(folders.adapters()),
                        models,
                        chats,
                        folders.compiledModels());
        var train =
                new TrainViewModel(
                        new TrainViewModel.Services(
                                engine.training(), adapters, models, pictures, database.votes()),
                        jobs,
                        CLOCK,
                        RandomGenerator.getDefault());
        sides =
                new SideBySide(
                        new SideBySide.Kept(database.store(), database.ballots(), pictures),
                        new SideBySide.Local(models, adapters, chats),
                        remote);
        var evaluate =
                new EvaluationPage(folders, database, sides, CLOCK)
                        .make(
                                new EvaluationModels.Servers(
                                        remote, this::ledger, settings::current),
                                models,
                                engine.training(),
                                new EvaluationPage.Window(pictures, jobs));
        shell =
                shell(
                        new ChatServices(chats, conversations, pictures, models),
                        adapters,
                        train,
                        evaluate);
        endpoints =
                new EndpointsViewModel(
                        shell.features().settings(), remote, SystemKeyring.ofThisSystem(), jobs);
        endpoints.onUse(endpoint -> {
            shell.features()
                    .active()
                    .use(
                            endpoint,
                            new RemoteAssistant(
                                    endpoint,
                                    remote,
                                    shell.features().settings().settingsProperty()::get));
            shell.show(Page.CHAT);
        });
        generate = generate(pictures);
        computing = new ComputingViewModel(shell.features().settings(), engine.machine(), jobs);
        serving =
                new ServingViewModel(
                        shell.features().settings(),
                        (how, log) ->
                                ChatServer.start(ServerOptions.of(how), new OpenModel(models), log),
                        jobs);
        upkeep = new UpkeepViewModel(database.upkeep(), jobs, this::readAnew);
        caretaker = new Caretaker(this, settings, jobs, mode);
    }

    /// Opens the person's data as usual; nothing of the engine is touched yet.
    static AppContext open(AppFolders folders, Engine engine)
            throws StorageException, StoreException {
        return open(folders, engine, StartMode.USUAL);
    }

    static AppContext open(AppFolders folders, Engine engine, StartMode mode)
            throws StorageException, StoreException {
        var settings =
                mode == StartMode.SAFE
                        ? SettingsStore.openWithDefaults(folders.settings())
                        : SettingsStore.open(folders.settings());
        var database = SqliteStore.open(folders.database(), folders.nativeLibraries(), CLOCK);
        return new AppContext(folders, settings, database, engine, mode);
    }

    private ShellViewModel shell(
            ChatServices services,
            AdapterService adapters,
            TrainViewModel train,
            EvaluateViewModel evaluate) {
        var chat = new ChatViewModel(services, jobs);
        var choices = new SettingsViewModel(settings, jobs);
        var active =
                new ChatModel(
                        chat,
                        new ChatModel.Services(models, adapters, conversations),
                        choices,
                        jobs);
        var library =
                new LibraryViewModel(
                        new LibraryViewModel.Services(
                                conversations, new FolderService(database.folders()), exchange),
                        jobs,
                        CLOCK);
        var installed = new ModelsViewModel(models, active, jobs, MachineMemory::now);
        return new ShellViewModel(
                new ShellViewModel.Features(
                        chat,
                        new CompareViewModel(
                                new CompareViewModel.Services(
                                        sides, services.pictures(), active, choices),
                                jobs,
                                CLOCK,
                                RandomGenerator.getDefault()),
                        library,
                        installed,
                        catalogue(installed, choices),
                        curate(),
                        train,
                        evaluate,
                        choices,
                        active,
                        new InspectorViewModel(chat, services.chats().sight(), jobs)));
    }

    private GenerateViewModel generate(PictureService pictures) {
        var making =
                new GenerationService(
                        models, remote, new PromptSets(folders.prompts()), this::ledger, CLOCK);
        boolean korean = messages.locale().getLanguage().equals(Locale.KOREAN.getLanguage());
        var page =
                new GenerateViewModel(
                        new GenerateViewModel.Services(making, models, pictures, settings::current),
                        jobs,
                        CLOCK,
                        korean ? TeachingLanguage.KO : TeachingLanguage.EN);
        page.onRows(shell.features().curate()::open);
        var choices = shell.features().settings();
        shell.features().curate().onReviewer(name -> choices.change(now -> now.withReviewer(name)));
        return page;
    }

    /// Closed by the caller.
    private RequestLedger ledger() throws StoreException {
        return SqliteLedger.open(folders.ledger(), folders.nativeLibraries());
    }

    private CurateViewModel curate() {
        return new CurateViewModel(curation, new RowPictures(jobs), jobs, reviewer());
    }

    /// The name that the person chose, or that under which they use this computer.
    private String reviewer() {
        String name = System.getProperty("user.name", "").strip();
        return settings.current().reviewer().orElse(name.isEmpty() ? "1" : name);
    }

    private CatalogueViewModel catalogue(ModelsViewModel installed, SettingsViewModel choices) {
        return new CatalogueViewModel(
                new CatalogueViewModel.Services(downloads, new PageLibrary(installed)),
                new DownloadPermission(choices),
                jobs,
                MachineMemory.now().installed());
    }

    AppFolders folders() {
        return folders;
    }

    Messages messages() {
        return messages;
    }

    ShellViewModel shell() {
        return shell;
    }

    /// The servers that may be asked.
    EndpointsViewModel endpoints() {
        return endpoints;
    }

    /// The panel that makes rows.
    GenerateViewModel generate() {
        return generate;
    }

    /// What models compute with.
    ComputingViewModel computing() {
        return computing;
    }

    /// The server that other programs ask.
    ServingViewModel serving() {
        return serving;
    }

    /// How the conversations' file is.
    UpkeepViewModel upkeep() {
        return upkeep;
    }

    private void readAnew() {
        shell.features().library().refresh();
        shell.features().chat().refresh();
    }

    Caretaker caretaker() {
        return caretaker;
    }

    /// What can wait until the window is there. FX thread only.
    void start() {
        caretaker.start();
        var measuring = shell.features().chat().modelProperty();
        measuring.subscribe(model -> model.ifPresent(_ -> computing.measureOnce()));
        database.setAside()
                .ifPresent(old -> shell.tell(new ErrorMessages(messages).databaseSetAside(old)));
        jobs.run(
                        Job.of(
                                "forgetting deleted conversations",
                                _ -> {
                                    conversations.purge();
                                    return messages;
                                }))
                .onFailure(shell::tell);
    }

    /// Tells of an error that nothing else caught. FX thread only.
    void unexpected(Throwable error) {
        jobs.run(
                        Job.of(
                                "the window",
                                _ -> {
                                    throw new IllegalStateException("uncaught", error);
                                }))
                .onFailure(shell::tell);
    }

    /// Stops what runs, waits for it, and writes what is not written yet.
    @Override
    public void close() {
        var choices = shell.features().settings();
        shell.features().chat().stop();
        shell.features().compare().stopAll();
        shell.training().stop();
        shell.features().evaluate().pause();
        remote.close();
        serving.close();
        downloads.close();
        choices.commit();
        try {
            settings.update(_ -> choices.settingsProperty().get());
            models.close();
            database.store().close();
            curation.close();
            caretaker.ended();
        } catch (EngineException | StoreException e) {
            LOG.error("Closing failed", e);
        }
    }
}
