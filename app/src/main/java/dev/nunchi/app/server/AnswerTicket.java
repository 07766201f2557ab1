package dev.nunchi.app.server;

import dev.nunchi.app.server.AnswerEvent.Begun;
import dev.nunchi.app.server.AnswerEvent.Done;
import dev.nunchi.app.server.AnswerEvent.Failed;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.TextRule;
import dev.nunchi.engine.generate.TokenChoice;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request that waits for its turn or is being answered. The thread that answers calls [#run],
/// the one that writes takes the events; a caller who reads slowly holds nobody up.
final class AnswerTicket implements AnswerListener {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerTicket.class);

    private final CompletionRequest request;
    private final ServedModel model;
    private final CancelToken cancel = new CancelToken();
    private final BlockingQueue<AnswerEvent> events = new LinkedBlockingQueue<>();

    AnswerTicket(CompletionRequest request, ServedModel model) {
        this.request = request;
        this.model = model;
    }

    CompletionRequest request() {
        return request;
    }

    /// Nobody waits for the answer any more.
    void cancel() {
        cancel.cancel();
    }

    /// Ends the wait with a reason.
    void refuse(ApiException why) {
        cancel.cancel();
        events.add(new Failed(why));
    }

    /// @return empty if nothing happened for so long
    Optional<AnswerEvent> next(Duration longest) {
        try {
            return Optional.ofNullable(events.poll(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Failed(ending()));
        }
    }

    static ApiException ending() {
        return new ApiException(
                ApiException.Kind.UNAVAILABLE, "server_ending", "the server is ending");
    }

    /// Answers. Whatever happens, the last event is [Done] or [Failed], unless nobody waits.
    void run() {
        if (cancel.isCancelled()) {
            return;
        }
        try {
            events.add(answered());
        } catch (ApiException e) {
            events.add(new Failed(e));
        } catch (EngineException e) {
            LOG.warn("A request failed with {}", e.getClass().getName());
            LOG.debug("A request failed", e);
            events.add(new Failed(ApiException.of(e)));
        } catch (RuntimeException e) {
            // The server has to live: others wait behind this one.
            LOG.error("A request failed unexpectedly", e);
            events.add(new Failed(failed()));
        } catch (OutOfMemoryError e) {
            LOG.warn("A request needs more memory than there is");
            events.add(new Failed(ApiException.outOfMemory()));
        }
    }

    private static ApiException failed() {
        return new ApiException(
                ApiException.Kind.FAILED,
                "internal_error",
                "the server made a mistake; its log says more");
    }

    private AnswerEvent answered() throws EngineException, ApiException {
        var turns = request.turns();
        return model.<AnswerEvent>use(cancel, assistant -> answer(assistant, turns))
                .orElseThrow(() ->
                        new ApiException(
                                ApiException.Kind.UNAVAILABLE, "no_model", "no model is open"));
    }

    private AnswerEvent answer(Assistant assistant, List<Turn> turns) throws EngineException {
        try {
            var served = new ServedNames(assistant.info(), model.adapter());
            var adapter = served.adapterOf(request.model());
            int prompt = assistant.count(turns).promptTokens();
            int room = assistant.info().contextLength() - prompt;
            if (room < 1) {
                throw tooLong(assistant.info().contextLength(), prompt);
            }
            events.add(new Begun(served.usual(request.model())));
            var options = request.options(room, adapter);
            return ended(assistant.answer(turns, options, this, cancel));
        } catch (ApiException e) {
            return new Failed(e);
        }
    }

    private static ApiException tooLong(int context, int prompt) {
        return ApiException.of(
                "messages",
                "context_length_exceeded",
                "the messages take %d tokens; the model's context has %d, the answer included"
                        .formatted(prompt, context));
    }

    private AnswerEvent ended(Answer answer) throws ApiException {
        if (answer.finishReason() == FinishReason.CANCELLED) {
            throw new ApiException(
                    ApiException.Kind.UNAVAILABLE,
                    "model_closed",
                    "the model was closed before the answer was whole");
        }
        boolean free = request.options().stopStrings().isEmpty();
        var rule = request.options().rule();
        if (free
                && answer.finishReason() == FinishReason.STOP
                && rule.isPresent()
                && !isWhole(rule.get(), answer.text())) {
            throw new ApiException(
                    ApiException.Kind.FAILED,
                    "format_failed",
                    "the model's vocabulary cannot spell what the format asks for");
        }
        return new Done(answer);
    }

    private static boolean isWhole(TextRule rule, String text) {
        var state = Optional.of(rule);
        for (int i = 0; i < text.length() && state.isPresent(); i++) {
            state = state.get().after(text.charAt(i));
        }
        return state.isPresent() && state.get().mayEnd();
    }

    @Override
    public void onToken(TokenChoice choice) {
        events.add(new AnswerEvent.Token(choice));
    }

    @Override
    public void onText(String delta) {
        events.add(new AnswerEvent.Text(delta));
    }

    @Override
    public void report(Stage stage, long done, long total) {
        // The API has no word for it.
    }
}
