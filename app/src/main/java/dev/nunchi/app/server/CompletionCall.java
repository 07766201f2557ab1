package dev.nunchi.app.server;

import dev.nunchi.app.server.AnswerEvent.Begun;
import dev.nunchi.app.server.AnswerEvent.Done;
import dev.nunchi.app.server.AnswerEvent.Failed;
import dev.nunchi.app.server.AnswerEvent.Text;
import dev.nunchi.app.server.AnswerEvent.Token;
import dev.nunchi.app.server.CompletionRequest.Form;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.generate.TokenChoice;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes what becomes of a request to its caller.
///
/// A caller who leaves shows only when something is sent to him: while he waits for the next words
/// he gets what his format passes over, a comment in a stream, a space before an object.
final class CompletionCall {
    /// The call, and the time in which it has to take what is sent.
    ///
    /// @param patience begins to count
    record Output(HttpCall call, Supplier<Deadlines.Deadline> patience) {}

    private static final byte[] COMMENT = bytes(": still there\n\n");
    private static final byte[] SPACE = bytes(" ");

    private final HttpCall call;
    private final Supplier<Deadlines.Deadline> patience;
    private final AnswerTicket ticket;
    private final ServerLimits limits;
    private final ServerMetrics metrics;
    private final List<TokenChoice> tokens = new ArrayList<>();
    private Optional<CompletionJson> json = Optional.empty();
    private Optional<OutputStream> output = Optional.empty();
    private boolean spoke;
    private long lastSent = System.nanoTime();

    CompletionCall(Output output, AnswerTicket ticket, ServerLimits limits, ServerMetrics metrics) {
        call = output.call();
        patience = output.patience();
        this.ticket = ticket;
        this.limits = limits;
        this.metrics = metrics;
    }

    /// Returns when the response is whole.
    ///
    /// @return the answer, for the log
    /// @throws ApiException if the request is not answered; a stream that has begun has said so
    /// @throws IOException if the caller has left, or must be left in the middle
    Answer write() throws ApiException, IOException {
        while (true) {
            var event = ticket.next(limits.stillThere());
            if (event.isPresent() && event.get() instanceof Done(Answer answer)) {
                end(answer);
                return answer;
            }
            if (event.isPresent()) {
                write(event.get());
            }
            if (System.nanoTime() - lastSent >= limits.stillThere().toNanos()) {
                fill();
            }
        }
    }

    private void write(AnswerEvent event) throws ApiException, IOException {
        switch (event) {
            case Begun(String model) -> begin(model);
            case Token(TokenChoice choice) -> tokens.add(choice);
            case Text(String delta) -> text(delta);
            case Done(Answer answer) -> end(answer);
            case Failed(ApiException why) -> fail(why);
        }
    }

    private boolean streams() {
        return ticket.request().reply().form() == Form.STREAM;
    }

    private void begin(String model) throws IOException {
        json = Optional.of(CompletionJson.of(model));
        if (streams()) {
            output = Optional.of(call.begin("text/event-stream; charset=utf-8"));
            event(json.get().beginning());
        }
    }

    private void fill() throws IOException {
        boolean early = !streams() && output.isEmpty() && call.nanos() < limits.quiet().toNanos();
        if (json.isPresent() && !early) {
            if (output.isEmpty()) {
                output = Optional.of(call.begin("application/json"));
            }
            send(streams() ? COMMENT : SPACE);
        }
    }

    private void text(String delta) throws IOException {
        if (!spoke) {
            spoke = true;
            metrics.begun(Duration.ofNanos(call.nanos()));
        }
        if (streams()) {
            event(json.orElseThrow().piece(delta, List.copyOf(tokens)));
            tokens.clear();
        }
    }

    private void end(Answer answer) throws IOException {
        if (!streams()) {
            String whole = json.orElseThrow().whole(answer, tokens);
            if (output.isPresent()) {
                send(bytes(whole));
            } else {
                try (var _ = patience.get()) {
                    call.respond(200, "application/json", whole);
                }
            }
            return;
        }
        event(json.orElseThrow().ending(answer.finishReason(), List.copyOf(tokens)));
        if (ticket.request().reply().usageAtTheEnd()) {
            event(json.orElseThrow().usageChunk(answer.usage()));
        }
        event("[DONE]");
    }

    /// A stream can still say why; an object that has begun can only be broken off.
    private void fail(ApiException why) throws ApiException, IOException {
        if (output.isPresent() && !streams()) {
            throw new IOException(why.code());
        }
        if (output.isPresent()) {
            event(why.json());
        }
        throw why;
    }

    private void event(String data) throws IOException {
        send(bytes("data: " + data + "\n\n"));
    }

    private void send(byte[] bytes) throws IOException {
        var to = output.orElseThrow();
        try (var _ = patience.get()) {
            to.write(bytes);
            to.flush();
        }
        lastSent = System.nanoTime();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
