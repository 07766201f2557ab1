package dev.nunchi.app.service;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.util.List;
import java.util.Optional;

/// The models that there are and the one that is open. At most one is: weights fill the memory.
public final class ModelService implements AutoCloseable {
    private final ModelCatalog catalog;
    private final AssistantOpener opener;
    private final Lease lease = new Lease();
    private volatile Optional<Open> open = Optional.empty();

    private record Open(InstalledModel model, Assistant assistant) {}

    /// Work with an open assistant, which must not outlast it.
    @FunctionalInterface
    public interface Use<T> {
        T with(Assistant assistant) throws EngineException, StoreException;
    }

    public ModelService(ModelCatalog catalog, AssistantOpener opener) {
        this.catalog = catalog;
        this.opener = opener;
    }

    /// Bundled ones first, then by name.
    public List<InstalledModel> list() throws StorageException {
        return catalog.list();
    }

    /// The model that is open.
    public Optional<ModelInfo> current() {
        return open.map(o -> o.assistant().info());
    }

    /// Opens a model and closes the one before it, whose running answers are cancelled first. Costs
    /// nothing if the model is open already.
    public ModelInfo open(InstalledModel model, Progress progress) throws EngineException {
        if (!isOpen(model)) {
            lease.exclusively(() -> {
                if (!isOpen(model)) {
                    closeCurrent();
                    open = Optional.of(new Open(model, opener.open(model, progress)));
                }
            });
        }
        return open.orElseThrow().assistant().info();
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

    /// Checks and copies a model into the library.
    ///
    /// @return empty when cancelled
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        return catalog.importFrom(request, progress, cancel);
    }

    /// Deletes an imported model, closing it first if it is open.
    public void remove(InstalledModel model) throws EngineException {
        if (isOpen(model)) {
            close();
        }
        catalog.remove(model);
    }

    /// Cancels what runs and closes the open model; another can be opened later.
    @Override
    public void close() throws EngineException {
        lease.exclusively(this::closeCurrent);
    }

    private boolean isOpen(InstalledModel model) {
        return open.filter(o -> o.model().equals(model)).isPresent();
    }

    private void closeCurrent() {
        open.ifPresent(o -> o.assistant().close());
        open = Optional.empty();
    }
}
