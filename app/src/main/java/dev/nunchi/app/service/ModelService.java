package dev.nunchi.app.service;

import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The models that there are and the one that is open. At most one is: weights fill the memory.
public final class ModelService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelService.class);

    private final ModelCatalog catalog;
    private final AssistantOpener opener;
    private final Supplier<Settings> settings;
    private final Map<InstalledModel, ImportPreview> previews = new ConcurrentHashMap<>();
    private final Lease lease = new Lease();
    private volatile Optional<Open> open = Optional.empty();

    private volatile Optional<String> adapter = Optional.empty();

    /// @param model empty if it runs elsewhere
    private record Open(Optional<InstalledModel> model, AssistantSetup setup, Assistant assistant) {
        boolean has(InstalledModel other, AssistantSetup wanted) {
            return runs(other) && setup.covers(wanted);
        }

        boolean runs(InstalledModel other) {
            return model.equals(Optional.of(other));
        }
    }

    /// Work with an open assistant, which must not outlast it.
    @FunctionalInterface
    public interface Use<T> {
        T with(Assistant assistant) throws EngineException, StoreException;
    }

    /// With what is chosen where nothing was.
    public ModelService(ModelCatalog catalog, AssistantOpener opener) {
        this(catalog, opener, Settings::defaults);
    }

    /// @param settings asked each time that a model is opened
    public ModelService(ModelCatalog catalog, AssistantOpener opener, Supplier<Settings> settings) {
        this.catalog = catalog;
        this.opener = opener;
        this.settings = settings;
    }

    /// Bundled ones first, then by name.
    public List<InstalledModel> list() throws StorageException {
        return catalog.list();
    }

    /// The installed model of a name.
    public Optional<InstalledModel> find(String name) throws StorageException {
        return list().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /// The model that is open.
    public Optional<ModelInfo> current() {
        return open.map(o -> o.assistant().info());
    }

    /// The adapter that the conversations are answered with.
    public Optional<String> adapter() {
        return adapter;
    }

    /// Chooses the adapter that the conversations are answered with from now on; none for the
    /// model's own answers.
    ///
    /// @throws IllegalArgumentException if the model is not open with that adapter
    public void answerWith(Optional<String> name) {
        if (name.isPresent()
                && current().filter(info -> info.adapters().contains(name.get())).isEmpty()) {
            throw new IllegalArgumentException("no model is open with " + name.get());
        }
        adapter = name;
    }

    /// Opens a model and closes the one before it, whose running answers are cancelled first. Costs
    /// nothing if the model is open already.
    public ModelInfo open(InstalledModel model, Progress progress) throws EngineException {
        return open(model, List.of(), progress);
    }

    /// Opens a model so that it can answer with adapters, too. Costs nothing if it is open with
    /// them already, and as the settings say; other adapters that it is open with stay.
    public ModelInfo open(InstalledModel model, List<String> adapters, Progress progress)
            throws EngineException {
        return opened(model, setup(adapters), progress);
    }

    /// Opens a model's weights alone, without the adapter that it ships with, as evaluations
    /// compare it. Whoever opens it to talk to gets it as shipped again.
    public ModelInfo openBare(InstalledModel model, Progress progress) throws EngineException {
        return opened(model, setup(List.of()).bare(), progress);
    }

    private AssistantSetup setup(List<String> adapters) {
        return AssistantSetup.of(
                adapters, settings.get(), Runtime.getRuntime().availableProcessors());
    }

    private ModelInfo opened(InstalledModel model, AssistantSetup setup, Progress progress)
            throws EngineException {
        if (!isOpen(model, setup)) {
            lease.exclusively(() -> {
                if (!isOpen(model, setup)) {
                    open(model, setup.withAdapters(allAdapters(model, setup.adapters())), progress);
                }
            });
        }
        return open.orElseThrow().assistant().info();
    }

    private void open(InstalledModel model, AssistantSetup setup, Progress progress)
            throws EngineException {
        closeCurrent();
        open =
                Optional.of(
                        new Open(Optional.of(model), setup, opener.open(model, setup, progress)));
    }

    /// Lets an assistant answer that needs no model of this computer; closes the open one.
    ///
    /// @param elsewhere is closed by the next that is opened
    public ModelInfo open(Assistant elsewhere) throws EngineException {
        var setup = setup(List.of());
        lease.exclusively(() -> {
            closeCurrent();
            open = Optional.of(new Open(Optional.empty(), setup, elsewhere));
        });
        return elsewhere.info();
    }

    private List<String> allAdapters(InstalledModel model, List<String> wanted) {
        var all = new LinkedHashSet<>(wanted);
        open.filter(o -> o.runs(model)).ifPresent(o -> all.addAll(o.setup().adapters()));
        return List.copyOf(all);
    }

    /// Works with the open model; the token is cancelled when the model is to be closed.
    ///
    /// @throws IllegalStateException if no model is open
    public <T> T use(CancelToken cancel, Use<T> work) throws EngineException, StoreException {
        lease.acquire(cancel);
        try {
            var now = open.orElseThrow(() -> new IllegalStateException("no model is open"));
            return work.with(now.assistant());
        } finally {
            lease.release(cancel);
        }
    }

    /// As [#use], where a model need not be open.
    ///
    /// @return empty if none is
    public <T> Optional<T> useIfOpen(CancelToken cancel, Use<T> work)
            throws EngineException, StoreException {
        lease.acquire(cancel);
        try {
            return open.isPresent()
                    ? Optional.of(work.with(open.get().assistant()))
                    : Optional.empty();
        } finally {
            lease.release(cancel);
        }
    }

    /// Checks and copies a model into the library.
    ///
    /// @return empty when cancelled
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        return catalog.importFrom(request, progress, cancel);
    }

    /// What a model would take of the memory if it were imported.
    public ImportPreview preview(Path source) throws EngineException {
        return catalog.preview(source);
    }

    /// What installed models take of the memory, of those that can be read; each is read once.
    public Map<InstalledModel, ImportPreview> previews(List<InstalledModel> models) {
        var found = new HashMap<InstalledModel, ImportPreview>();
        for (var model : models) {
            try {
                found.put(model, preview(model));
            } catch (EngineException e) {
                // Opening it tells the person what is wrong.
                LOG.warn("a model cannot be read", e);
            }
        }
        return found;
    }

    private ImportPreview preview(InstalledModel model) throws EngineException {
        var known = previews.get(model);
        if (known != null) {
            return known;
        }
        var read = preview(model.folder());
        previews.put(model, read);
        return read;
    }

    /// Most tokens of a conversation that a model is opened for.
    ///
    /// @param most that it has
    public int contextWithin(int most) {
        return Math.min(settings.get().context().orElse(most), most);
    }

    /// Compares a packed model with what it was imported from. The open model stays open: the
    /// memory must have room for both of these besides.
    ///
    /// @return the model, with its damage
    public InstalledModel measure(InstalledModel model, Path original, Progress progress)
            throws EngineException {
        return catalog.measure(model, original, progress);
    }

    /// Looks whether the open model works on this computer; conversations may go on meanwhile.
    ///
    /// @return empty when cancelled, or when another model is open by then
    public List<SelfCheck.Finding> check(
            InstalledModel model, Progress progress, CancelToken cancel)
            throws EngineException, StoreException {
        return useIfOpen(
                        cancel,
                        assistant ->
                                isOpen(model)
                                        ? catalog.check(
                                                model,
                                                assistant,
                                                new ModelCatalog.Watch(progress, cancel))
                                        : List.<SelfCheck.Finding>of())
                .orElse(List.of());
    }

    /// Measures how quickly the open model answers; conversations that go on meanwhile slow it
    /// down.
    ///
    /// @return empty when cancelled, or when another model is open by then
    public Optional<SpeedTest.Result> time(
            InstalledModel model, Progress progress, CancelToken cancel)
            throws EngineException, StoreException {
        return useIfOpen(
                        cancel,
                        assistant ->
                                isOpen(model)
                                        ? catalog.time(
                                                assistant, new ModelCatalog.Watch(progress, cancel))
                                        : Optional.<SpeedTest.Result>empty())
                .flatMap(result -> result);
    }

    /// The kinds of devices and which of them this computer has.
    public List<DeviceStatus> devices() {
        return catalog.devices();
    }

    /// Whether the memory takes a model in the place of the one that is open; true if it cannot be
    /// told.
    public boolean fits(InstalledModel model) {
        var preview = previews(List.of(model)).get(model);
        if (preview == null) {
            return true;
        }
        long held =
                open.flatMap(Open::model)
                        .flatMap(other -> Optional.ofNullable(previews(List.of(other)).get(other)))
                        .map(known -> known.weights())
                        .orElse(0L);
        long needed = preview.bytes(contextWithin(preview.contextLength()));
        return needed <= ProcessMemory.free() + held;
    }

    /// Deletes an imported model, closing it first if it is open.
    public void remove(InstalledModel model) throws EngineException {
        if (isOpen(model)) {
            close();
        }
        catalog.remove(model);
    }

    /// Closes the open model as [#close] does.
    ///
    /// @return bytes that the process has given back to the system
    public long unload() throws EngineException {
        long before = ProcessMemory.resident();
        close();
        return Math.max(0, before - ProcessMemory.resident());
    }

    /// Cancels what runs and closes the open model; another can be opened later.
    @Override
    public void close() throws EngineException {
        lease.exclusively(this::closeCurrent);
    }

    private boolean isOpen(InstalledModel model) {
        return open.filter(o -> o.runs(model)).isPresent();
    }

    private boolean isOpen(InstalledModel model, AssistantSetup setup) {
        return open.filter(o -> o.has(model, setup)).isPresent();
    }

    private void closeCurrent() {
        open.ifPresent(o -> o.assistant().close());
        open = Optional.empty();
        adapter = Optional.empty();
    }
}
