package dev.nunchi.app.service;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.InstalledAdapter;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The adapters that there are, and which one answers in the conversations. Thread-safe.
public final class AdapterService implements AnswerComparison {
    private final AdapterLibrary library;
    private final ModelService models;
    private final ChatService chats;
    private final Path cacheFolder;

    /// @param cacheFolder remembers hashes of models
    public AdapterService(
            AdapterLibrary library, ModelService models, ChatService chats, Path cacheFolder) {
        this.library = library;
        this.models = models;
        this.chats = chats;
        this.cacheFolder = cacheFolder;
    }

    /// All adapters by name.
    public List<InstalledAdapter> list() throws StorageException {
        return library.list();
    }

    /// The adapters that were trained on a model. Reads all its weights if it was never used.
    public List<InstalledAdapter> of(InstalledModel model) throws EngineException {
        try (var checkpoint = model.open()) {
            return library.of(BaseHash.of(checkpoint, cacheFolder));
        }
    }

    /// The adapter that answers in the conversations; empty if the open model answers as it is.
    public Optional<String> inUse() {
        return models.adapter();
    }

    /// Lets what was trained answer in the conversations from now on: an adapter, opening its model
    /// with it if need be, or the new model.
    ///
    /// @throws EngineException if model or adapter are gone, or do not fit each other
    public ModelInfo use(TunedModel tuned, Progress progress) throws EngineException {
        var info = open(tuned, Side.TUNED, progress);
        models.answerWith(
                switch (tuned.form()) {
                    case ADAPTER -> Optional.of(tuned.made());
                    case MODEL -> Optional.empty();
                });
        return info;
    }

    /// Lets the open model answer as it is from now on.
    public void useNone() {
        models.answerWith(Optional.empty());
    }

    /// Deletes an adapter. If it answers in the conversations, the model answers as it is from then
    /// on.
    public void remove(InstalledAdapter adapter) throws StorageException {
        if (inUse().equals(Optional.of(adapter.name()))) {
            useNone();
        }
        library.remove(adapter);
    }

    @Override
    public String answer(
            TunedModel model,
            Side side,
            Draft question,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException, StoreException {
        open(model, side, listener);
        var turn = chats.userTurn(question.text(), question.pictures());
        boolean adapted = side == Side.TUNED && model.form() == TunedModel.Form.ADAPTER;
        var options =
                adapted
                        ? AnswerOptions.defaults().withAdapter(model.made())
                        : AnswerOptions.defaults();
        return models.use(
                cancel,
                assistant -> assistant.answer(List.of(turn), options, listener, cancel).text());
    }

    /// An adapter is opened for both sides, so that its model is not opened twice.
    private ModelInfo open(TunedModel tuned, Side side, Progress progress) throws EngineException {
        String name = side == Side.BASE ? tuned.model() : tuned.answering();
        var model = models.find(name);
        if (model.isEmpty()) {
            throw new StorageException(
                    Path.of(name), StorageException.Reason.NOT_FOUND, "no such model");
        }
        var adapters =
                switch (tuned.form()) {
                    case ADAPTER -> List.of(tuned.made());
                    case MODEL -> List.<String>of();
                };
        return models.open(model.get(), adapters, progress);
    }
}
