package dev.nunchi.app.server;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/// A request that is not answered, and why: an error object of OpenAI's API.
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = new JsonMapper();

    /// Whose fault it is, as the API spells it, and the usual status.
    enum Kind {
        INVALID_REQUEST(400, "invalid_request_error"),
        NO_KEY(401, "authentication_error"),
        FORBIDDEN(403, "permission_error"),
        NOT_FOUND(404, "not_found_error"),
        WRONG_METHOD(405, "invalid_request_error"),
        TOO_SLOW(408, "invalid_request_error"),
        TOO_LARGE(413, "invalid_request_error"),
        BUSY(429, "rate_limit_error"),
        FAILED(500, "server_error"),
        UNAVAILABLE(503, "server_error");

        private final int status;
        private final String type;

        Kind(int status, String type) {
            this.status = status;
            this.type = type;
        }
    }

    private final Kind kind;
    private final String code;
    private final Optional<String> parameter;

    /// @param code for programs, e.g. `context_length_exceeded`
    /// @param message for people: what is wrong and what helps
    ApiException(Kind kind, String code, String message) {
        this(kind, code, message, Optional.empty());
    }

    private ApiException(Kind kind, String code, String message, Optional<String> parameter) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.parameter = parameter;
    }

    /// Of a field of the body.
    static ApiException of(String parameter, String message) {
        return of(parameter, "invalid_value", message);
    }

    static ApiException of(String parameter, String code, String message) {
        return new ApiException(Kind.INVALID_REQUEST, code, message, Optional.of(parameter));
    }

    /// What the engine could not do, and whether the request is to blame.
    static ApiException of(EngineException error) {
        return switch (error) {
            case PictureException picture ->
                    of(
                            "messages",
                            picture.reason() == PictureException.Reason.TOO_LARGE
                                    ? "image_too_large"
                                    : "invalid_image",
                            String.valueOf(picture.getMessage()));
            case UnsupportedModelException blind
                    when blind.reason() == UnsupportedModelException.Reason.BLIND ->
                    of("messages", "no_vision", "the model takes no pictures");
            case TemplateException template ->
                    of("messages", "invalid_messages", String.valueOf(template.getMessage()));
            default ->
                    new ApiException(
                            Kind.FAILED,
                            "engine_error",
                            "the model could not answer; the server's log says more");
        };
    }

    static ApiException outOfMemory() {
        return new ApiException(
                Kind.UNAVAILABLE,
                "out_of_memory",
                "the server has too little memory for this now: send smaller or fewer pictures");
    }

    int status() {
        return kind.status;
    }

    Kind kind() {
        return kind;
    }

    String code() {
        return code;
    }

    /// `{"error": {"message", "type", "param", "code"}}`.
    String json() {
        var body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", kind.type)
                .put("param", parameter.orElse(null))
                .put("code", code);
        return JSON.writeValueAsString(body);
    }
}
