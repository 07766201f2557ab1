package dev.nunchi.app.exchange;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.Role;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/// Writes conversations into a file, which is whole or not there.
///
/// Our own layout is JSON:
///
/// ```json
/// {"format": "nunchi-conversations", "version": 1, "conversations": [
///   {"title": "…", "model": "…", "createdAt": "2026-…Z", "updatedAt": "2026-…Z", "turns": [
///     {"role": "user", "text": "…", "createdAt": "…",
///      "pictures": [{"name": "cat.jpg", "data": "data:image/jpeg;base64,…"}]},
///     {"parent": 0, "role": "assistant", "text": "…", "createdAt": "…",
///      "answeredBy": {"model": "…", "adapter": "…"}}]}]}
/// ```
///
/// `answeredBy` is absent where that is not known; a model behind an endpoint has `endpoint`, its
/// name and not its address, in the place of `adapter`. `parent` is the index of the turn that one
/// follows, absent for the first; of several that follow the same turn the last stands in front.
public final class ConversationWriter {
    static final String FORMAT = "nunchi-conversations";
    static final int VERSION = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final PictureFiles pictures;
    private final PageWords words;

    /// @param pictures of the conversations
    public ConversationWriter(PictureFiles pictures, PageWords words) {
        this.pictures = pictures;
        this.words = words;
    }

    /// @param target gives way if it is there
    public void write(List<ExportedConversation> conversations, FileLayout layout, Path target)
            throws StorageException {
        Path part = Storage.partOf(target);
        try {
            try (var out = Files.newBufferedWriter(part)) {
                switch (layout) {
                    case JSON -> json(conversations, out);
                    case MARKDOWN -> new MarkdownPage(words).write(conversations, out);
                    case HTML -> new HtmlPage(words, pictures).write(conversations, out);
                }
            }
            Storage.flush(part);
            Storage.publish(part, target);
        } catch (IOException e) {
            throw StorageException.of(target, "writing conversations", e);
        } finally {
            deleteRest(part);
        }
    }

    private static void deleteRest(Path part) throws StorageException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw StorageException.of(part, "deleting an unfinished export", e);
        }
    }

    private void json(List<ExportedConversation> conversations, Writer out)
            throws StorageException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeNumberProperty("version", VERSION);
            json.writeArrayPropertyStart("conversations");
            for (var conversation : conversations) {
                write(conversation, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void write(ExportedConversation exported, JsonGenerator json) throws StorageException {
        var conversation = exported.conversation();
        json.writeStartObject();
        json.writeStringProperty("title", conversation.title());
        json.writeStringProperty("model", conversation.modelName());
        json.writeStringProperty("createdAt", conversation.createdAt().toString());
        json.writeStringProperty("updatedAt", conversation.updatedAt().toString());
        json.writeArrayPropertyStart("turns");
        var turns = TurnOrder.frontLast(exported);
        var indices = new HashMap<Long, Integer>();
        for (StoredTurn turn : turns) {
            indices.put(turn.id(), indices.size());
            json.writeStartObject();
            var parent = turn.parent().map(indices::get);
            if (parent.isPresent()) {
                json.writeNumberProperty("parent", parent.get());
            }
            write(turn, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(StoredTurn turn, JsonGenerator json) throws StorageException {
        json.writeStringProperty("role", turn.role() == Role.USER ? "user" : "assistant");
        json.writeStringProperty("text", turn.text());
        json.writeStringProperty("createdAt", turn.createdAt().toString());
        var who = turn.facts().flatMap(AnswerFacts::answerer);
        if (who.isPresent()) {
            write(who.get(), json);
        }
        if (!turn.pictures().isEmpty()) {
            json.writeArrayPropertyStart("pictures");
            for (StoredPicture picture : turn.pictures()) {
                json.writeStartObject();
                json.writeStringProperty("name", picture.name());
                json.writeStringProperty("data", DataUri.of(picture, pictures.read(picture)));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void write(Answerer who, JsonGenerator json) {
        json.writeObjectPropertyStart("answeredBy");
        json.writeStringProperty("model", who.model());
        who.adapter().ifPresent(name -> json.writeStringProperty("adapter", name));
        who.endpoint().ifPresent(name -> json.writeStringProperty("endpoint", name));
        json.writeEndObject();
    }
}
