package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Content;
import dev.nunchi.app.exchange.ParsedConversation.Picture;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Open WebUI's chat export: a list of objects whose `chat.history.messages` has the turns by id,
/// each with `parentId`; `currentId` is the last one in front. Pictures are data URIs.
final class OpenWebUiLayout implements ForeignLayout {
    @Override
    public boolean recognises(JsonNode conversation) {
        return conversation.path("chat").path("history").path("messages").isObject();
    }

    @Override
    public ParsedConversation parse(JsonNode conversation, AttachedPictures pictures)
            throws BadConversationException {
        var chat = Fields.object(conversation, "chat");
        var history = Fields.object(chat, "history");
        var tree = new TreeBuilder();
        for (var entry : Fields.object(history, "messages").properties()) {
            var message = entry.getValue();
            tree.add(entry.getKey(), Fields.text(message, "parentId"), content(message));
        }
        String title = Fields.text(conversation, "title");
        var created = Fields.time(conversation, "created_at").orElse(Instant.EPOCH);
        return new ParsedConversation(
                title.isEmpty() ? Fields.text(chat, "title") : title,
                chat.path("models").path(0).asString(""),
                created,
                Fields.time(conversation, "updated_at").orElse(created),
                tree.build(Fields.text(history, "currentId")));
    }

    private static Optional<Content> content(JsonNode message) throws BadConversationException {
        var role = Fields.speaker(Fields.text(message, "role"));
        if (role.isEmpty()) {
            return Optional.empty();
        }
        if (!message.path("content").isString()) {
            throw Fields.malformed("content", "a text", message.path("content"));
        }
        return Optional.of(
                Content.of(
                        role.get(),
                        message.path("content").asString(),
                        pictures(message),
                        Fields.time(message, "timestamp").orElse(Instant.EPOCH),
                        Fields.text(message, "model")));
    }

    private static List<Picture> pictures(JsonNode message) throws BadConversationException {
        var pictures = new ArrayList<Picture>();
        for (var file : message.path("files")) {
            if (Fields.text(file, "type").equals("image")) {
                String url = Fields.text(file, "url");
                String name = Fields.text(file, "name");
                if (!url.startsWith("data:")) {
                    // It lies on the server; nothing is fetched from a network.
                    throw new BadConversationException(Reason.PICTURE_MISSING, url);
                }
                String known = name.isEmpty() ? "picture " + (pictures.size() + 1) : name;
                pictures.add(
                        new Picture(
                                known,
                                DataUri.bytes(url)
                                        .orElseThrow(() ->
                                                new BadConversationException(
                                                        Reason.PICTURE_DAMAGED, known))));
            }
        }
        return pictures;
    }
}
