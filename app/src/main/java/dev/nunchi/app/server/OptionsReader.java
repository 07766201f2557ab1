package dev.nunchi.app.server;

import dev.nunchi.app.server.schema.JsonRule;
import dev.nunchi.app.server.schema.SchemaException;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.generate.TextRule;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/// How a body wants its answer to be made.
///
/// Where it does not say, the likeliest tokens are taken, as `nunchi ask` does: small models need
/// it. `top_k`, `min_p` and `repetition_penalty` are understood as vLLM spells them.
final class OptionsReader {
    /// Where nobody says how long an answer may be.
    static final int USUAL_TOKENS = 1024;

    private static final int MOST_LIKELIEST = 20;
    private static final int MOST_STOPS = 16;

    private OptionsReader() {}

    static AnswerOptions read(JsonNode body) throws ApiException {
        return new AnswerOptions(
                tokens(body),
                sampling(body),
                stops(body.path("stop")),
                Optional.empty(),
                rule(body.path("response_format")),
                alternatives(body));
    }

    private static int tokens(JsonNode body) throws ApiException {
        String name =
                body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return USUAL_TOKENS;
        }
        if (!value.isInt() || value.intValue() < 1) {
            throw ApiException.of(name, "'" + name + "' is no whole number from 1");
        }
        return value.intValue();
    }

    private static SamplingOptions sampling(JsonNode body) throws ApiException {
        double temperature = number(body, "temperature", 0, 2, 0);
        double topP = number(body, "top_p", Double.MIN_VALUE, 1, 1);
        return new SamplingOptions(
                temperature,
                (int) number(body, "top_k", -1, Integer.MAX_VALUE, 0) > 0
                        ? body.path("top_k").asInt(0)
                        : 0,
                topP,
                number(body, "min_p", 0, 1, 0),
                number(body, "repetition_penalty", 0.01, 100, 1),
                seed(body.path("seed")));
    }

    private static double number(
            JsonNode body, String name, double least, double most, double absent)
            throws ApiException {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw ApiException.of(name, "'" + name + "' is out of range");
        }
        return value.doubleValue();
    }

    private static long seed(JsonNode value) throws ApiException {
        if (value.isMissingNode() || value.isNull()) {
            return ThreadLocalRandom.current().nextLong();
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw ApiException.of("seed", "'seed' is no whole number");
        }
        return value.longValue();
    }

    private static List<String> stops(JsonNode value) throws ApiException {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        var stops = new ArrayList<String>();
        if (value.isString()) {
            stops.add(value.stringValue());
        } else {
            value.forEach(stop -> stops.add(stop.asString("")));
        }
        if ((stops.isEmpty() && !value.isArray()) || stops.contains("")) {
            throw ApiException.of("stop", "'stop' is no string or list of strings");
        }
        if (stops.size() > MOST_STOPS) {
            throw ApiException.of("stop", "more than " + MOST_STOPS + " strings");
        }
        return stops;
    }

    private static OptionalInt alternatives(JsonNode body) throws ApiException {
        var top = body.path("top_logprobs");
        boolean wanted = RequestReader.flag(body, "logprobs");
        if (top.isMissingNode() || top.isNull()) {
            return wanted ? OptionalInt.of(0) : OptionalInt.empty();
        }
        if (!wanted) {
            throw ApiException.of("top_logprobs", "'top_logprobs' needs 'logprobs': true");
        }
        if (!top.isInt() || top.intValue() < 0 || top.intValue() > MOST_LIKELIEST) {
            throw ApiException.of("top_logprobs", "not in 0.." + MOST_LIKELIEST);
        }
        return OptionalInt.of(top.intValue());
    }

    private static Optional<TextRule> rule(JsonNode format) throws ApiException {
        if (format.isMissingNode() || format.isNull()) {
            return Optional.empty();
        }
        return switch (format.path("type").asString("")) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(JsonRule.anyObject());
            case "json_schema" -> Optional.of(schema(format.path("json_schema").path("schema")));
            default ->
                    throw ApiException.of(
                            "response_format",
                            "unsupported",
                            "'type' is not text, json_object or json_schema");
        };
    }

    private static TextRule schema(JsonNode schema) throws ApiException {
        try {
            return JsonRule.of(schema);
        } catch (SchemaException e) {
            throw ApiException.of(
                    "response_format", "unsupported_schema", String.valueOf(e.getMessage()));
        }
    }
}
