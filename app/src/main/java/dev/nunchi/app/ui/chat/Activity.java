package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.chat.ChatState.Remedy;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;

/// What the conversation is doing with which model, and what that forbids. Starts nothing itself.
final class Activity {
    private final DraftViewModel draft;
    private final ReadOnlyObjectWrapper<ChatState> state =
            new ReadOnlyObjectWrapper<>(new ChatState.NoModel());
    private final ReadOnlyObjectWrapper<Optional<ModelInfo>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Blocker>> blocker =
            new ReadOnlyObjectWrapper<>(Optional.of(Blocker.NO_MODEL));
    private Optional<CancelToken> answering = Optional.empty();
    private Runnable again = () -> {};

    Activity(DraftViewModel draft) {
        this.draft = draft;
    }

    ReadOnlyObjectProperty<ChatState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<ModelInfo>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Blocker>> blockerProperty() {
        return blocker.getReadOnlyProperty();
    }

    boolean isAnswering() {
        return answering.isPresent();
    }

    boolean canAnswer() {
        return model.get().isPresent() && !isAnswering();
    }

    void loading(Stage stage, double fraction) {
        model.set(Optional.empty());
        become(new ChatState.LoadingModel(stage, fraction));
    }

    void opened(ModelInfo info) {
        model.set(Optional.of(info));
        idle();
    }

    void modelGone() {
        model.set(Optional.empty());
        become(new ChatState.NoModel());
    }

    /// Others use the models for a while.
    void lent() {
        model.set(Optional.empty());
        become(new ChatState.Lent());
    }

    /// @return what stops the answer that now begins
    CancelToken startAnswering() {
        var cancel = new CancelToken();
        answering = Optional.of(cancel);
        become(new ChatState.Answering(Stage.READING_PROMPT));
        return cancel;
    }

    void answeringAt(Stage stage) {
        become(new ChatState.Answering(stage));
    }

    /// Whether the answer of that token is the one that is being made.
    boolean isCurrent(CancelToken cancel) {
        return answering.filter(cancel::equals).isPresent();
    }

    void stop() {
        answering.ifPresent(CancelToken::cancel);
    }

    /// The answer is there, or nobody waits for it any more.
    void endAnswering() {
        answering = Optional.empty();
    }

    /// @param act does again what failed
    void failed(Problem problem, Runnable act) {
        again = act;
        become(new ChatState.Failed(problem, Remedy.TRY_AGAIN));
    }

    void modelFailed(Problem problem) {
        again = () -> {};
        become(new ChatState.Failed(problem, Remedy.OPEN_MODELS));
    }

    /// Does again what failed last.
    void tryAgain() {
        idle();
        again.run();
    }

    void dismissFailure() {
        if (state.get() instanceof ChatState.Failed) {
            idle();
        }
    }

    void draftChanged() {
        switch (state.get()) {
            case ChatState.Ready _, ChatState.EncodingPicture _ -> idle();
            case ChatState.NoModel _,
                    ChatState.Lent _,
                    ChatState.LoadingModel _,
                    ChatState.Answering _,
                    ChatState.Failed _ ->
                    updateBlocker();
        }
    }

    /// Nothing is being answered or complained about.
    void idle() {
        if (model.get().isEmpty()) {
            if (!(state.get() instanceof ChatState.LoadingModel)
                    && !(state.get() instanceof ChatState.Lent)) {
                become(new ChatState.NoModel());
            }
            return;
        }
        int total = draft.pictures().size();
        long running =
                draft.pictures().stream()
                        .filter(p -> p.getStatus() instanceof DraftPicture.Status.Encoding)
                        .count();
        become(
                running == 0
                        ? new ChatState.Ready()
                        : new ChatState.EncodingPicture(total - (int) running, total));
    }

    private void become(ChatState now) {
        state.set(now);
        updateBlocker();
    }

    private void updateBlocker() {
        blocker.set(findBlocker());
    }

    private Optional<Blocker> findBlocker() {
        if (state.get() instanceof ChatState.LoadingModel) {
            return Optional.of(Blocker.LOADING_MODEL);
        }
        if (state.get() instanceof ChatState.Lent) {
            return Optional.of(Blocker.COMPARING);
        }
        if (model.get().isEmpty()) {
            return Optional.of(Blocker.NO_MODEL);
        }
        if (isAnswering() || state.get() instanceof ChatState.Answering) {
            return Optional.of(Blocker.ANSWERING);
        }
        return draft.blocker(model.get().get().acceptsPictures());
    }
}
