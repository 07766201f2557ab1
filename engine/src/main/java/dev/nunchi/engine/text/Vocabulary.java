package dev.nunchi.engine.text;

import dev.nunchi.engine.error.CheckpointException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;

/// Tokens by id and what they are for, as GGUF and SentencePiece tell it.
///
/// @param file for messages
/// @param types as many as tokens, in SentencePiece's numbers
record Vocabulary(Path file, List<String> tokens, List<Long> types) {
    static final long NORMAL = 1;
    static final long UNKNOWN = 2;
    static final long CONTROL = 3;
    static final long USER_DEFINED = 4;

    private static final JsonMapper JSON = JsonMapper.shared();

    int size() {
        return tokens.size();
    }

    /// Ids by text.
    ///
    /// @throws CheckpointException if two tokens have the same text
    ObjectNode ids() throws CheckpointException {
        var ids = JSON.createObjectNode();
        for (int id = 0; id < size(); id++) {
            ids.put(tokens.get(id), id);
        }
        requireSameLength("different texts", ids.size());
        return ids;
    }

    void requireSameLength(String what, int found) throws CheckpointException {
        if (found != size()) {
            throw new CheckpointException(
                    file, "%d %s for %d tokens".formatted(found, what, size()));
        }
    }

    /// Tokens that no text is merged to: they stand in a text as they are, or not at all.
    ArrayNode addedTokens() {
        var added = JSON.createArrayNode();
        for (int id = 0; id < size(); id++) {
            long type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type != USER_DEFINED);
            }
        }
        return added;
    }

    /// The post-processor that puts token `id` before every text.
    ObjectNode beginWith(int id) {
        String token = tokens.get(id);
        var processor = JSON.createObjectNode().put("type", "TemplateProcessing");
        for (var kind : List.of("single", "pair")) {
            var parts = processor.putArray(kind);
            parts.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
            parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
            if (kind.equals("pair")) {
                parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
            }
        }
        var special = processor.putObject("special_tokens").putObject(token).put("id", token);
        special.putArray("ids").add(id);
        special.putArray("tokens").add(token);
        return processor;
    }
}
