package dev.nunchi.app.ui.chat;

import dev.nunchi.app.service.ChatService;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Debouncer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.error.EngineException;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Counts, a moment after the last change, how full the model's context would be.
final class ContextMeter {
    private static final Duration QUIET = Duration.ofMillis(250);

    /// What is to be counted.
    ///
    /// @param conversation id, 0 for none
    /// @param replaced the question whose place the draft is to take
    /// @param contextLength of the model
    record Question(
            long conversation, Optional<StoredTurn> replaced, Draft draft, int contextLength) {}

    private final ChatService chats;
    private final JobRunner runner;
    private final Debouncer soon;
    private final Supplier<Optional<Question>> question;
    private final ReadOnlyObjectWrapper<Optional<ContextUse>> use =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private int latest;

    /// @param question asked when it is time to count; empty when that is not possible now
    ContextMeter(ChatService chats, JobRunner runner, Supplier<Optional<Question>> question) {
        this.chats = chats;
        this.runner = runner;
        this.question = question;
        this.soon = runner.debouncer(QUIET);
    }

    ReadOnlyObjectProperty<Optional<ContextUse>> useProperty() {
        return use.getReadOnlyProperty();
    }

    void countSoon() {
        soon.submit(() -> question.get().ifPresent(this::count));
    }

    private void count(Question now) {
        int count = ++latest;
        runner.run(Job.of("count tokens", _ -> tokens(now)))
                .onSuccess(usage -> {
                    if (count == latest) {
                        use.set(Optional.of(of(usage, now.contextLength())));
                    }
                })
                .onFailure(_ -> use.set(Optional.empty()));
    }

    private TokenUsage tokens(Question now) throws EngineException, StoreException {
        return now.replaced().isPresent()
                ? chats.countAgain(now.replaced().get(), now.draft())
                : chats.count(now.conversation(), now.draft());
    }

    private static ContextUse of(TokenUsage usage, int contextLength) {
        return new ContextUse(
                usage.imageTokens(), usage.promptTokens() - usage.imageTokens(), contextLength);
    }
}
