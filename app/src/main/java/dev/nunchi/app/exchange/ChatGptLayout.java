package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Content;
import dev.nunchi.app.exchange.ParsedConversation.Picture;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `conversations.json` of ChatGPT's data export: a list of conversations whose `mapping` has the
/// nodes of a tree, each with `parent` and `message`; `current_node` is the last one in front.
/// Pictures are other files of the archive, named after their `asset_pointer`.
final class ChatGptLayout implements ForeignLayout {
    @Override
    public boolean recognises(JsonNode conversation) {
        return conversation.path("mapping").isObject();
    }

    @Override
    public ParsedConversation parse(JsonNode conversation, AttachedPictures pictures)
            throws BadConversationException {
        var tree = new TreeBuilder();
        for (var entry : Fields.object(conversation, "mapping").properties()) {
            var node = entry.getValue();
            tree.add(
                    entry.getKey(),
                    Fields.text(node, "parent"),
                    content(node.path("message"), pictures));
        }
        var created = Fields.time(conversation, "create_time").orElse(Instant.EPOCH);
        return new ParsedConversation(
                Fields.text(conversation, "title"),
                Fields.text(conversation, "default_model_slug"),
                created,
                Fields.time(conversation, "update_time").orElse(created),
                tree.build(Fields.text(conversation, "current_node")));
    }

    private static Optional<Content> content(JsonNode message, AttachedPictures pictures)
            throws BadConversationException {
        if (!message.isObject()) {
            return Optional.empty();
        }
        var role = Fields.speaker(Fields.text(Fields.object(message, "author"), "role"));
        var content = Fields.object(message, "content");
        if (role.isEmpty() || !isSaid(Fields.text(content, "content_type"))) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        var seen = new ArrayList<Picture>();
        for (var part : content.path("parts")) {
            if (part.isString()) {
                text.append(text.isEmpty() ? "" : "\n\n").append(part.asString());
            } else if (Fields.text(part, "content_type").equals("image_asset_pointer")) {
                seen.add(picture(Fields.text(part, "asset_pointer"), pictures));
            }
        }
        boolean silent = text.toString().isBlank() && seen.isEmpty();
        return silent ? Optional.empty() : Optional.of(said(role.get(), text, seen, message));
    }

    private static Content said(
            Role role, StringBuilder text, List<Picture> pictures, JsonNode message) {
        var time = Fields.time(message, "create_time").orElse(Instant.EPOCH);
        String model = Fields.text(message.path("metadata"), "model_slug");
        return Content.of(role, text.toString(), pictures, time, model);
    }

    /// Others are thoughts, searches and what tools gave.
    private static boolean isSaid(String contentType) {
        return contentType.equals("text") || contentType.equals("multimodal_text");
    }

    private static Picture picture(String pointer, AttachedPictures pictures)
            throws BadConversationException {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        try {
            return pictures.find(name)
                    .orElseThrow(() -> new BadConversationException(Reason.PICTURE_MISSING, name));
        } catch (IOException e) {
            throw new BadConversationException(Reason.PICTURE_DAMAGED, name);
        }
    }
}
