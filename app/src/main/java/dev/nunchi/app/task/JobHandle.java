package dev.nunchi.app.task;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.engine.progress.CancelToken;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// A job that was started. Confined to the thread of the window.
///
/// What came before a listener was given is told to it at once, so that it does not matter whether
/// a job is quick; give `onText` and `onProgress` before `onSuccess` and `onFailure`.
public final class JobHandle<T> {
    private final CancelToken cancel;
    private final StringBuilder unheardText = new StringBuilder();
    private @Nullable JobProgress lastProgress;
    private @Nullable Outcome<T> outcome;
    private Consumer<? super String> onText = unheardText::append;
    private Consumer<? super JobProgress> onProgress = _ -> {};
    private Consumer<? super T> onSuccess = _ -> {};
    private Consumer<? super Problem> onFailure = _ -> {};

    JobHandle(CancelToken cancel) {
        this.cancel = cancel;
    }

    sealed interface Outcome<T> {
        record Succeeded<T>(T value) implements Outcome<T> {}

        record Failed<T>(Problem problem) implements Outcome<T> {}
    }

    /// Hears pieces of text, joined to at most about 30 a second.
    public JobHandle<T> onText(Consumer<? super String> listener) {
        onText = listener;
        if (!unheardText.isEmpty()) {
            listener.accept(unheardText.toString());
            unheardText.setLength(0);
        }
        return this;
    }

    /// Hears the latest progress, at most about 30 times a second.
    public JobHandle<T> onProgress(Consumer<? super JobProgress> listener) {
        onProgress = listener;
        if (lastProgress != null) {
            listener.accept(lastProgress);
        }
        return this;
    }

    /// Hears the result, once; also the result of a job that was cancelled.
    public JobHandle<T> onSuccess(Consumer<? super T> listener) {
        onSuccess = listener;
        if (outcome instanceof Outcome.Succeeded<T>(T value)) {
            listener.accept(value);
        }
        return this;
    }

    /// Hears what went wrong, once.
    public JobHandle<T> onFailure(Consumer<? super Problem> listener) {
        onFailure = listener;
        if (outcome instanceof Outcome.Failed<T>(Problem problem)) {
            listener.accept(problem);
        }
        return this;
    }

    /// Asks the job to stop at its next safe point.
    public void cancel() {
        cancel.cancel();
    }

    void tellText(String delta) {
        onText.accept(delta);
    }

    void tellProgress(JobProgress progress) {
        lastProgress = progress;
        onProgress.accept(progress);
    }

    void tell(Outcome<T> end) {
        outcome = end;
        switch (end) {
            case Outcome.Succeeded<T>(T value) -> onSuccess.accept(value);
            case Outcome.Failed<T>(Problem problem) -> onFailure.accept(problem);
        }
    }
}
