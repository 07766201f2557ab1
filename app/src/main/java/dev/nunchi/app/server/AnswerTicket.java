package dev.nunchi.app.server;

import dev.nunchi.app.server.AnswerEvent.Begun;
import dev.nunchi.app.server.AnswerEvent.Done;
import dev.nunchi.app.server.AnswerEvent.Failed;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerRequest;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.TextRule;
import dev.nunchi.engine.generate.TokenChoice;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A request that waits for its turn or is being answered. The thread that answers takes the
/// [#request] and tells what comes of it, the one that writes takes the events; a caller who reads
/// slowly holds nobody up. Whatever happens, the last event is [Done] or [Failed], unless nobody
/// waits.
final class AnswerTicket implements AnswerListener {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerTicket.class);

    private final CompletionRequest request;
    private final ServedModel model;
    private final CancelToken cancel = new CancelToken();
    private final BlockingQueue<AnswerEvent> events = new LinkedBlockingQueue<>();
    private volatile boolean over;

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
        end(new Failed(why));
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

    static ApiException noModel() {
        return new ApiException(ApiException.Kind.UNAVAILABLE, "no_model", "no model is open");
    }

    /// What the model is to answer: decodes the pictures. Where that fails, the wait has ended.
    ///
    /// @param closing is cancelled if the model has to be closed
    /// @return empty if nothing is to be answered
    Optional<AnswerRequest> request(Assistant assistant, CancelToken closing) {
        if (cancel.isCancelled()) {
            over = true;
            return Optional.empty();
        }
        try {
            return Optional.of(understood(assistant, closing));
        } catch (ApiException e) {
            end(new Failed(e));
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            fail(e);
        }
        return Optional.empty();
    }

    private AnswerRequest understood(Assistant assistant, CancelToken closing)
            throws EngineException, ApiException {
        var turns = request.turns();
        var served = new ServedNames(assistant.info(), model.adapter());
        var adapter = served.adapterOf(request.model());
        int prompt = assistant.count(turns).promptTokens();
        int room = assistant.info().contextLength() - prompt;
        if (room < 1) {
            throw tooLong(assistant.info().contextLength(), prompt);
        }
        events.add(new Begun(served.usual(request.model())));
        var options = request.options(room, adapter);
        return new AnswerRequest(turns, options, this, CancelToken.either(cancel, closing));
    }

    /// Ends the wait with what becomes of the answer.
    void await(CompletableFuture<Answer> answer) {
        var _ =
                answer.whenComplete((whole, problem) -> {
                    if (problem != null) {
                        fail(problem);
                    } else {
                        end(ended(whole));
                    }
                });
    }

    /// Whether the last event has been told, or nobody waits for one.
    boolean isOver() {
        return over;
    }

    /// Ends the wait with what the model or its memory could not do.
    void fail(Throwable problem) {
        switch (problem) {
            case EngineException e -> {
                LOG.warn("A request failed with {}", e.getClass().getName());
                LOG.debug("A request failed", e);
                end(new Failed(ApiException.of(e)));
            }
            case OutOfMemoryError _ -> {
                LOG.warn("A request needs more memory than there is");
                end(new Failed(ApiException.outOfMemory()));
            }
            default -> {
                // The server has to live: others wait behind this one.
                LOG.error("A request failed unexpectedly", problem);
                end(new Failed(failed()));
            }
        }
    }

    private void end(AnswerEvent last) {
        over = true;
        events.add(last);
    }

    private static ApiException failed() {
        return new ApiException(
                ApiException.Kind.FAILED,
                "internal_error",
                "the server made a mistake; its log says more");
    }

    private static ApiException tooLong(int context, int prompt) {
        return ApiException.of(
                "messages",
                "context_length_exceeded",
                "the messages take %d tokens; the model's context has %d, the answer included"
                        .formatted(prompt, context));
    }

    private AnswerEvent ended(Answer answer) {
        if (answer.finishReason() == FinishReason.CANCELLED) {
            return new Failed(
                    new ApiException(
                            ApiException.Kind.UNAVAILABLE,
                            "model_closed",
                            "the model was closed before the answer was whole"));
        }
        boolean free = request.options().stopStrings().isEmpty();
        var rule = request.options().rule();
        if (free
                && answer.finishReason() == FinishReason.STOP
                && rule.isPresent()
                && !isWhole(rule.get(), answer.text())) {
            return new Failed(
                    new ApiException(
                            ApiException.Kind.FAILED,
                            "format_failed",
                            "the model's vocabulary cannot spell what the format asks for"));
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
