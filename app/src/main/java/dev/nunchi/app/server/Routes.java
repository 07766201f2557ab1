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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// From a request to who serves it; every refusal and every failure becomes a response here.
final class Routes implements AutoCloseable {
    private static final String JSON_TYPE = "application/json";
    private static final int LOGGED_PATH = 80;
    private static final int KILO = 1024;

    /// What a route takes, and what it does.
    private record Route(String method, Access access, Service service) {}

    private enum Access {
        ALL,
        KEY
    }

    @FunctionalInterface
    private interface Service {
        Optional<Answer> serve(HttpCall call) throws ApiException, IOException;
    }

    /// What requests are served with.
    record Parts(ServedModel model, AnsweringExecutor answering, PictureFetcher pictures) {}

    private final ServerOptions options;
    private final Parts parts;
    private final Consumer<ServedRequest> log;
    private final Gate gate;
    private final RequestReader reader;
    private final JsonMapper json;
    private final ServerMetrics metrics = new ServerMetrics();
    private final Semaphore bodies;
    private final Map<HttpCall, Long> readings = new ConcurrentHashMap<>();
    private final Map<String, Route> routes =
            Map.of(
                    "/health", new Route("GET", Access.ALL, this::health),
                    "/metrics", new Route("GET", Access.KEY, this::metrics),
                    "/v1/models", new Route("GET", Access.KEY, this::models),
                    "/v1/chat/completions", new Route("POST", Access.KEY, this::complete));

    Routes(ServerOptions options, Parts parts, Consumer<ServedRequest> log) {
        this.options = options;
        this.parts = parts;
        this.log = log;
        gate = Gate.of(options);
        reader = new RequestReader(parts.pictures());
        bodies = new Semaphore(options.limits().bodiesBytes() / KILO);
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
        if (route.access() == Access.KEY) {
            gate.checkKey(headers);
        }
        return route.service().serve(call);
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
            readings.put(call, System.nanoTime());
            call.linger();
        } catch (IOException e) {
            metrics.cancelled();
        } finally {
            readings.remove(call);
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
                metrics.text(parts.answering()::waiting, parts.answering()::answering));
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

    private Optional<Answer> complete(HttpCall call) throws ApiException, IOException {
        int held = hold(call);
        try {
            var request = reader.read(parsed(body(call)), call.address());
            var ticket = new AnswerTicket(request, parts.model());
            if (!parts.answering().submit(ticket)) {
                throw new ApiException(
                        ApiException.Kind.BUSY,
                        "queue_full",
                        options.limits().waiting() + " requests wait already: try again later");
            }
            return Optional.of(written(call, ticket));
        } finally {
            bodies.release(held);
        }
    }

    private Answer written(HttpCall call, AnswerTicket ticket) throws ApiException, IOException {
        try {
            return new CompletionCall(call, ticket, options.limits(), metrics).write();
        } finally {
            parts.answering().leave(ticket);
        }
    }

    /// Books the memory of a body.
    private int hold(HttpCall call) throws ApiException {
        int most = options.limits().bodyBytes();
        long length = call.bodyLength();
        // One that is too large is refused while it is read; it is never kept.
        long kept = length < 0 || length > most ? most : length;
        int held = (int) (kept / KILO) + 1;
        if (!bodies.tryAcquire(held)) {
            throw new ApiException(
                    ApiException.Kind.BUSY,
                    "too_many_bytes",
                    "the requests that wait fill the memory that is set aside for them");
        }
        return held;
    }

    private byte[] body(HttpCall call) throws ApiException, IOException {
        readings.put(call, System.nanoTime());
        try {
            return call.body(options.limits().bodyBytes());
        } finally {
            readings.remove(call);
        }
    }

    private JsonNode parsed(byte[] body) throws ApiException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new ApiException(
                    ApiException.Kind.INVALID_REQUEST,
                    "invalid_json",
                    "the body is no JSON that is understood: " + e.getOriginalMessage());
        }
    }

    /// Called again and again.
    void endSlowCalls() {
        long now = System.nanoTime();
        readings.forEach((call, began) -> {
            if (now - began > options.limits().bodyTime().toNanos()) {
                call.tooSlow();
            }
        });
    }

    @Override
    public void close() {
        if (parts.pictures() instanceof PublicPictures open) {
            open.close();
        }
    }
}
