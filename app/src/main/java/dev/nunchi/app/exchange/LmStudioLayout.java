package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Content;
import dev.nunchi.app.exchange.ParsedConversation.Picture;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A `….conversation.json` of LM Studio: `messages`, each with `versions` and the index of the one
/// that is selected. A version is one step with `content`, or `steps` that have it. Pictures lie in
/// `user-files` beside the folder of the conversations.
final class LmStudioLayout implements ForeignLayout {
    @Override
    public boolean recognises(JsonNode conversation) {
        return conversation.path("messages").path(0).path("versions").isArray();
    }

    @Override
    public ParsedConversation parse(JsonNode conversation, AttachedPictures pictures)
            throws BadConversationException {
        var created = Fields.time(conversation, "createdAt").orElse(Instant.EPOCH);
        var tree = new TreeBuilder();
        String before = "";
        String model = "";
        int number = 0;
        for (var message : Fields.array(conversation, "messages")) {
            var versions = Fields.array(message, "versions");
            int selected = message.path("currentlySelected").asInt(0);
            if (selected < 0 || selected >= versions.size()) {
                throw Fields.malformed("currentlySelected", "the number of a version", message);
            }
            for (int i = 0; i < versions.size(); i++) {
                tree.add(number + "." + i, before, content(versions.get(i), created, pictures));
            }
            String sender = Fields.text(versions.get(selected).path("senderInfo"), "senderName");
            model = sender.isEmpty() ? model : sender;
            before = number + "." + selected;
            number++;
        }
        return new ParsedConversation(
                Fields.text(conversation, "name"), model, created, created, tree.build(before));
    }

    private static Optional<Content> content(
            JsonNode version, Instant time, AttachedPictures pictures)
            throws BadConversationException {
        var role = Fields.speaker(Fields.text(version, "role"));
        if (role.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        var seen = new ArrayList<Picture>();
        read(version.path("content"), text, seen, pictures);
        for (var step : version.path("steps")) {
            // Other steps tell of tools and of thinking.
            if (Fields.text(step, "type").equals("contentBlock")
                    && !Fields.text(step.path("style"), "type").equals("thinking")) {
                read(step.path("content"), text, seen, pictures);
            }
        }
        String sender = Fields.text(version.path("senderInfo"), "senderName");
        return Optional.of(Content.of(role.get(), text.toString().strip(), seen, time, sender));
    }

    private static void read(
            JsonNode parts, StringBuilder text, List<Picture> seen, AttachedPictures pictures)
            throws BadConversationException {
        for (var part : parts) {
            if (Fields.text(part, "type").equals("text")) {
                text.append(Fields.text(part, "text"));
            } else if (Fields.text(part, "fileType").equals("image")) {
                seen.add(picture(Fields.text(part, "fileIdentifier"), pictures));
            }
        }
    }

    private static Picture picture(String name, AttachedPictures pictures)
            throws BadConversationException {
        try {
            return pictures.find(name)
                    .orElseThrow(() -> new BadConversationException(Reason.PICTURE_MISSING, name));
        } catch (IOException e) {
            throw new BadConversationException(Reason.PICTURE_DAMAGED, name);
        }
    }
}
