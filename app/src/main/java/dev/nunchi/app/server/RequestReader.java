package dev.nunchi.app.server;

import dev.nunchi.app.server.CompletionRequest.Form;
import dev.nunchi.app.server.CompletionRequest.Message;
import dev.nunchi.app.server.CompletionRequest.Reply;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Understands the body of `POST /v1/chat/completions`. What would change the answer and is not
/// supported is refused by name; what changes nothing here is passed over.
///
/// @param pictures what to do with addresses of pictures, for one request
record RequestReader(PictureFetcher pictures) {
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "tools",
                    "tool_choice",
                    "functions",
                    "function_call",
                    "logit_bias",
                    "audio",
                    "prediction",
                    "web_search_options");

    private static final String PICTURE = "image_url";

    /// Asks for nothing when it says so.
    private static final Set<String> NOTHING = Set.of("", "none", "auto");

    /// @param key that was shown, by its number
    /// @param address of the caller
    CompletionRequest read(JsonNode body, String key, String address) throws ApiException {
        refuseUnsupported(body);
        var messages = messages(body.path("messages"));
        boolean stream = flag(body, "stream");
        var options = body.path("stream_options");
        return new CompletionRequest(
                text(body, "model"),
                messages,
                OptionsReader.read(body),
                new Reply(
                        stream ? Form.STREAM : Form.WHOLE,
                        stream && options.isObject() && flag(options, "include_usage")),
                new Client(key, address, text(body, "user")));
    }

    private static void refuseUnsupported(JsonNode body) throws ApiException {
        if (!body.isObject()) {
            throw new ApiException(
                    ApiException.Kind.INVALID_REQUEST,
                    "invalid_json",
                    "the body is no JSON object");
        }
        for (String name : UNSUPPORTED) {
            var value = body.path(name);
            boolean asks =
                    value.isString()
                            ? !NOTHING.contains(value.stringValue())
                            : !value.isMissingNode() && !value.isNull() && !value.isEmpty();
            if (asks) {
                throw ApiException.of(name, "unsupported", "'" + name + "' is not supported");
            }
        }
        if (body.path("n").asInt(1) != 1) {
            throw ApiException.of("n", "unsupported", "only one answer is made at a time");
        }
        for (String name : List.of("frequency_penalty", "presence_penalty")) {
            if (body.path(name).asDouble(0) != 0) {
                throw ApiException.of(
                        name,
                        "unsupported",
                        "'" + name + "' is not supported; 'repetition_penalty' is");
            }
        }
    }

    static boolean flag(JsonNode body, String name) throws ApiException {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw ApiException.of(name, "'" + name + "' is neither true nor false");
        }
        return value.booleanValue();
    }

    private static String text(JsonNode body, String name) throws ApiException {
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw ApiException.of(name, "'" + name + "' is no string");
        }
        return value.stringValue();
    }

    private List<Message> messages(JsonNode array) throws ApiException {
        if (!array.isArray() || array.isEmpty()) {
            throw ApiException.of("messages", "'messages' is no list of messages");
        }
        if (array.size() > ServerLimits.MESSAGES) {
            throw ApiException.of("messages", "more than " + ServerLimits.MESSAGES + " messages");
        }
        requireFewPictures(array);
        var messages = new ArrayList<Message>();
        for (int i = 0; i < array.size(); i++) {
            messages.add(message(array.path(i), "messages[" + i + "]"));
        }
        if (messages.stream().noneMatch(message -> message.role() == Role.USER)) {
            throw ApiException.of("messages", "no message is the user's");
        }
        return messages;
    }

    /// Before any of them is fetched.
    private static void requireFewPictures(JsonNode messages) throws ApiException {
        int pictures = 0;
        for (var message : messages) {
            for (var part : message.path("content")) {
                pictures += part.has(PICTURE) ? 1 : 0;
            }
        }
        if (pictures > ServerLimits.PICTURES) {
            throw ApiException.of("messages", "more than " + ServerLimits.PICTURES + " pictures");
        }
    }

    private Message message(JsonNode message, String at) throws ApiException {
        var role = role(message.path("role").asString(""), at);
        var content = message.path("content");
        if (content.isString()) {
            return new Message(role, List.of(), content.stringValue());
        }
        if (!content.isArray() || content.isEmpty()) {
            throw ApiException.of(at, "'content' is neither a string nor a list of parts");
        }
        var shown = new ArrayList<byte[]>();
        var words = new ArrayList<String>();
        for (var part : content) {
            switch (part.path("type").asString("")) {
                case "text" -> words.add(part.path("text").asString(""));
                case PICTURE -> shown.add(picture(part.path(PICTURE), at));
                default ->
                        throw ApiException.of(
                                at,
                                "unsupported",
                                "parts are of type 'text' or 'image_url', not '%s'"
                                        .formatted(part.path("type").asString("")));
            }
        }
        if (role != Role.USER && !shown.isEmpty()) {
            throw ApiException.of(at, "only the user's messages show pictures");
        }
        return new Message(role, shown, String.join("\n", words));
    }

    private static Role role(String name, String at) throws ApiException {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default ->
                    throw ApiException.of(
                            at, "role '" + name + "' is not system, user or assistant");
        };
    }

    private byte[] picture(JsonNode image, String at) throws ApiException {
        String url = image.isString() ? image.stringValue() : image.path("url").asString("");
        if (!url.regionMatches(true, 0, "data:", 0, 5)) {
            return pictures.fetch(url);
        }
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
            throw ApiException.of(at, "invalid_image", "a data address without ';base64,'");
        }
        try {
            return Base64.getDecoder().decode(url.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            throw ApiException.of(at, "invalid_image", "a picture that is not in base64");
        }
    }
}
