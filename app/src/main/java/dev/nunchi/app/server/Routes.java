package dev.nunchi.app.server;

import dev.nunchi.engine.chat.Answer;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// From a request to who serves it; every refusal and every failure becomes a response here.
final class Routes {
    private static final String JSON_TYPE = "application/json";
    private static final int LOGGED_PATH = 80;

    /// What a route takes, and what it does.
    private record Route(String method, Access access, Service service) {}

    private enum Access {
        ALL,
        KEY
    }

    @FunctionalInterface
    private interface Service {
        /// @param key that was shown, by its number; empty where none is needed
        Optional<Answer> serve(HttpCall call, String key) throws ApiException, IOException;
    }

    /// What requests are served with.
    record Parts(
            ServedModel model,
            AnsweringExecutor answering,
            BatchMetrics batches,
            PictureFetcher pictures,
            Deadlines deadlines) {}

    private final ServerOptions options;
    private final Parts parts;
    private final Consumer<ServedRequest> log;
    private final Gate gate;
    private final JsonMapper json;
    private final ServerMetrics metrics = new ServerMetrics();
    private final BodyMemory bodies;
    private final ReentrantLock parsing = new ReentrantLock();
    private final Map<String, Route> routes =
            Map.of(
                    "/health", new Route("GET", Access.ALL, (call, _) -> health(call)),
                    "/metrics", new Route("GET", Access.KEY, (call, _) -> metrics(call)),
                    "/v1/models", new Route("GET", Access.KEY, (call, _) -> models(call)),
                    "/v1/chat/completions", new Route("POST", Access.KEY, this::complete));

    Routes(ServerOptions options, Parts parts, Consumer<ServedRequest> log) {
        this.options = options;
        this.parts = parts;
        this.log = log;
        gate = Gate.of(options);
        bodies = new BodyMemory(options.limits().bodiesBytes());
        var limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(ServerLimits.DEPTH)
                        .maxStringLength(options.limits().bodyBytes())
                        .build();
        json = new JsonMapper(JsonFactory.builder().streamReadConstraints(limits).build());
    }

    void serve(HttpCall call) {
        String code = "";
        Optional<Answer> answer = Optional.empty();
        try {
            answer = route(call);
        } catch (ApiException e) {
            code = e.code();
            refuse(call, e);
        } catch (IOException e) {
            code = call.status() == 408 ? HttpCall.TOO_SLOW : "cancelled";
            metrics.cancelled();
            call.breakOff();
        } catch (OutOfMemoryError e) {
            var why = ApiException.outOfMemory();
            code = why.code();
            refuse(call, why);
        }
        if (call.status() > 0) {
            metrics.responded(call.status());
        }
        var took = Duration.ofNanos(call.nanos());
        answer.ifPresent(whole -> metrics.answered(whole.usage(), took));
        log.accept(
                new ServedRequest(
                        Instant.now(),
                        call.address(),
                        shortened(call),
                        call.status(),
                        code,
                        answer.map(whole -> whole.usage().promptTokens()).orElse(0),
                        answer.map(whole -> whole.usage().newTokens()).orElse(0),
                        took));
    }

    private static String shortened(HttpCall call) {
        String text = (call.method() + " " + call.path()).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= LOGGED_PATH ? text : text.substring(0, LOGGED_PATH) + "...";
    }

    private Optional<Answer> route(HttpCall call) throws ApiException, IOException {
        var headers = call.exchange().getRequestHeaders();
        gate.check(headers);
        gate.page(headers).ifPresent(page -> allow(call, page));
        var route = routes.get(String.valueOf(call.path()));
        if (route == null) {
            throw new ApiException(
                    ApiException.Kind.NOT_FOUND,
                    "unknown_path",
                    "there is GET /v1/models, POST /v1/chat/completions, GET /health, GET /metrics");
        }
        if (call.method().equals("OPTIONS") && gate.page(headers).isPresent()) {
            call.respond(204, JSON_TYPE, "");
            return Optional.empty();
        }
        if (!call.method().equals(route.method())) {
            call.header("Allow", route.method());
            throw new ApiException(
                    ApiException.Kind.WRONG_METHOD,
                    "wrong_method",
                    call.path() + " takes " + route.method());
        }
        String key = route.access() == Access.KEY ? gate.keyOf(headers) : "";
        return route.service().serve(call, key);
    }

    /// Tells a browser that a page may read the answer.
    private static void allow(HttpCall call, String page) {
        call.header("Access-Control-Allow-Origin", page);
        call.header("Vary", "Origin");
        call.header("Access-Control-Allow-Methods", "GET, POST");
        call.header("Access-Control-Allow-Headers", "Authorization, Content-Type");
    }

    private void refuse(HttpCall call, ApiException why) {
        if (call.status() > 0) {
            // A stream has begun, and has said why.
            return;
        }
        try {
            if (why.kind() == ApiException.Kind.BUSY
                    || why.kind() == ApiException.Kind.UNAVAILABLE) {
                call.header("Retry-After", "2");
            }
            if (why.kind() == ApiException.Kind.NO_KEY) {
                call.header("WWW-Authenticate", "Bearer");
            }
            call.respond(why.status(), JSON_TYPE, why.json());
            try (var _ = inTime(call::tooSlow)) {
                call.linger();
            }
        } catch (IOException e) {
            metrics.cancelled();
        }
    }

    private Optional<Answer> health(HttpCall call) throws IOException {
        boolean ready = parts.model().info().isPresent();
        call.respond(
                ready ? 200 : 503,
                JSON_TYPE,
                "{\"status\":\"%s\"}".formatted(ready ? "ok" : "no_model"));
        return Optional.empty();
    }

    private Optional<Answer> metrics(HttpCall call) throws IOException {
        call.respond(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.text(
                        parts.answering()::waiting,
                        parts.answering()::answering,
                        options.limits().parallel(),
                        parts.batches()));
        return Optional.empty();
    }

    private Optional<Answer> models(HttpCall call) throws IOException {
        var body = json.createObjectNode().put("object", "list");
        var data = body.putArray("data");
        parts.model()
                .info()
                .map(info -> new ServedNames(info, parts.model().adapter()).all())
                .ifPresent(names ->
                        names.forEach(name ->
                                data.addObject()
                                        .put("id", name)
                                        .put("object", "model")
                                        .put("created", 0)
                                        .put("owned_by", "nunchi")));
        call.respond(200, JSON_TYPE, json.writeValueAsString(body));
        return Optional.empty();
    }

    private Optional<Answer> complete(HttpCall call, String key) throws ApiException, IOException {
        try (var memory = bodies.book(size(call))) {
            var pictures = parts.pictures().of(memory, options.limits().bodyTime());
            var request = new RequestReader(pictures).read(parsed(body(call)), key, call.address());
            var ticket = new AnswerTicket(request, parts.model());
            if (!parts.answering().submit(ticket)) {
                throw new ApiException(
                        ApiException.Kind.BUSY,
                        "queue_full",
                        options.limits().waiting() + " requests wait already: try again later");
            }
            return Optional.of(written(call, ticket));
        }
    }

    private Answer written(HttpCall call, AnswerTicket ticket) throws ApiException, IOException {
        try {
            var output = new CompletionCall.Output(call, () -> inTime(call::leave));
            return new CompletionCall(output, ticket, options.limits(), metrics).write();
        } finally {
            parts.answering().leave(ticket);
        }
    }

    /// Of a body, as far as it is kept: one that is too large is refused while it is read.
    private long size(HttpCall call) throws ApiException {
        int most = options.limits().bodyBytes();
        long length = call.bodyLength();
        return length < 0 || length > most ? most : length;
    }

    private byte[] body(HttpCall call) throws ApiException, IOException {
        try (var _ = inTime(call::tooSlow)) {
            return call.body(options.limits().bodyBytes());
        }
    }

    private Deadlines.Deadline inTime(Runnable end) {
        return parts.deadlines().within(options.limits().bodyTime(), end);
    }

    /// One after another: a body's text takes several times its room while it is taken apart.
    private JsonNode parsed(byte[] body) throws ApiException {
        parsing.lock();
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new ApiException(
                    ApiException.Kind.INVALID_REQUEST,
                    "invalid_json",
                    "the body is no JSON that is understood: " + e.getOriginalMessage());
        } finally {
            parsing.unlock();
        }
    }
}
