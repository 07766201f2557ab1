package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Content;
import dev.nunchi.app.exchange.ParsedConversation.Picture;
import dev.nunchi.app.exchange.ParsedConversation.Turn;
import dev.nunchi.app.store.Answerer;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Our own, see [ConversationWriter].
final class NunchiLayout implements ForeignLayout {
    @Override
    public boolean recognises(JsonNode conversation) {
        return conversation.path("turns").isArray();
    }

    @Override
    public ParsedConversation parse(JsonNode conversation, AttachedPictures pictures)
            throws BadConversationException {
        var turns = new ArrayList<Turn>();
        for (var turn : Fields.array(conversation, "turns")) {
            turns.add(new Turn(parent(turn, turns.size()), content(turn)));
        }
        if (turns.isEmpty()) {
            throw new BadConversationException(Reason.EMPTY, "nothing was said");
        }
        var created = Fields.time(conversation, "createdAt").orElse(Instant.EPOCH);
        return new ParsedConversation(
                Fields.text(conversation, "title"),
                Fields.text(conversation, "model"),
                created,
                Fields.time(conversation, "updatedAt").orElse(created),
                turns);
    }

    private static Optional<Integer> parent(JsonNode turn, int index)
            throws BadConversationException {
        var parent = turn.path("parent");
        if (parent.isMissingNode()) {
            // Only the versions of the first question follow none.
            return Optional.empty();
        }
        if (!parent.isInt() || parent.asInt() < 0 || parent.asInt() >= index) {
            throw new BadConversationException(
                    Reason.MALFORMED, "turn %d follows turn %s".formatted(index, parent));
        }
        return Optional.of(parent.asInt());
    }

    private static Content content(JsonNode turn) throws BadConversationException {
        var role = Fields.speaker(Fields.text(turn, "role"));
        if (role.isEmpty() || !turn.path("text").isString()) {
            throw Fields.malformed("text", "what a user or an assistant said", turn.path("text"));
        }
        return new Content(
                role.get(),
                turn.path("text").asString(),
                pictures(turn),
                Fields.time(turn, "createdAt").orElse(Instant.EPOCH),
                answerer(turn.path("answeredBy")));
    }

    private static Optional<Answerer> answerer(JsonNode who) throws BadConversationException {
        String model = Fields.text(who, "model");
        var adapter = Optional.of(Fields.text(who, "adapter")).filter(name -> !name.isEmpty());
        var endpoint = Optional.of(Fields.text(who, "endpoint")).filter(name -> !name.isEmpty());
        if (adapter.isPresent() && endpoint.isPresent()) {
            throw Fields.malformed("answeredBy", "an adapter or an endpoint", who);
        }
        return model.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answerer(model, adapter, endpoint));
    }

    private static List<Picture> pictures(JsonNode turn) throws BadConversationException {
        var pictures = new ArrayList<Picture>();
        for (var picture : turn.path("pictures")) {
            String name = Fields.text(picture, "name");
            pictures.add(
                    new Picture(
                            name,
                            DataUri.bytes(Fields.text(picture, "data"))
                                    .orElseThrow(() ->
                                            new BadConversationException(
                                                    Reason.PICTURE_DAMAGED, name))));
        }
        return pictures;
    }
}
