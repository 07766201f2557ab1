package dev.nunchi.engine.text;

import dev.nunchi.engine.error.CheckpointException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// A `tokenizer.json`: what Nunchi reads from it, and the form of it that keeps typed text plain.
///
/// Special here is what the document calls so, and every other added token that is spelt as a
/// marker in angle brackets: neither may be typed.
final class TokenizerDocument {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path FILE = Path.of("tokenizer.json");
    private static final Pattern MARKER = Pattern.compile("<[^\\s<>]+>");
    // Noncharacters: Unicode reserves them for use inside a program.
    private static final char NAME_START = '\uFDD0';
    private static final char NAME_END = '\uFDD1';

    /// A special token's name in [#nativeJson]; its group is the id.
    static final Pattern PRIVATE_NAME = Pattern.compile(NAME_START + "(\\d+)" + NAME_END);

    private final ObjectNode root;
    private final SequencedMap<String, Integer> specials = new LinkedHashMap<>();
    private final OptionalInt beginToken;

    private TokenizerDocument(ObjectNode root) throws CheckpointException {
        this.root = root;
        for (var token : root.path("added_tokens")) {
            var text = token.path("content").asString("");
            if (text.isEmpty() || !token.path("id").canConvertToInt()) {
                throw new CheckpointException(FILE, "an added token has no text or no id");
            }
            if (token.path("special").asBoolean(false) || MARKER.matcher(text).matches()) {
                specials.put(text, token.path("id").intValue());
            }
        }
        this.beginToken = findBeginToken(root.path("post_processor"));
    }

    /// @throws CheckpointException if this is no JSON object with a model and a vocabulary, or is
    ///   nothing for the native library ([NativeRules])
    static TokenizerDocument parse(String json) throws CheckpointException {
        try {
            return of(JSON.readTree(json));
        } catch (JacksonException e) {
            throw new CheckpointException(FILE, "not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// @param root is changed by [#nativeJson]
    static TokenizerDocument of(JsonNode root) throws CheckpointException {
        if (!(root instanceof ObjectNode object)
                || !root.path("model").path("vocab").isContainer()) {
            throw new CheckpointException(FILE, "expected a JSON object with model.vocab");
        }
        NativeRules.check(root);
        return new TokenizerDocument(object);
    }

    /// The document as a file.
    String json() {
        var whole = JSON.createObjectNode().put("version", "1.0");
        whole.setAll(root);
        for (var absent : List.of("truncation", "padding", "normalizer", "post_processor")) {
            if (!whole.has(absent)) {
                whole.putNull(absent);
            }
        }
        return JSON.writeValueAsString(whole);
    }

    /// Special texts and their ids, in the document's order.
    SequencedMap<String, Integer> specials() {
        return specials;
    }

    /// The special token that the post-processor puts first, if it does.
    OptionalInt beginToken() {
        return beginToken;
    }

    /// The document with every special token renamed to [#privateName] wherever it is named, and
    /// without what adds or cuts tokens.
    ///
    /// Renaming, rather than removing, keeps all ids, lets the library split a prompt at its
    /// special tokens, and covers the places where a typed text could otherwise reach one: added
    /// tokens, Unigram pieces, merges, and whole-word look-up. Consumes this document.
    String nativeJson() {
        for (var token : root.path("added_tokens")) {
            rename((ObjectNode) token, "content");
        }
        var model = (ObjectNode) root.path("model");
        rename(model, "unk_token");
        switch (model.path("vocab")) {
            case ObjectNode vocabulary -> renameKeys(vocabulary);
            case ArrayNode pieces -> pieces.forEach(this::renamePiece);
            default -> throw new IllegalStateException("model.vocab was checked to be a container");
        }
        if (model.path("merges") instanceof ArrayNode merges) {
            model.set("merges", withoutSpecials(merges));
        }
        for (var unused : List.of("post_processor", "truncation", "padding")) {
            root.putNull(unused);
        }
        return JSON.writeValueAsString(root);
    }

    /// The name of a special token in [#nativeJson].
    static String privateName(int id) {
        return NAME_START + Integer.toString(id) + NAME_END;
    }

    /// Whether a code point may reach the native library: no part of a private name, and no half of
    /// a surrogate pair, which UTF-8 cannot say.
    static boolean isAllowed(int codePoint) {
        return codePoint != NAME_START
                && codePoint != NAME_END
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    private void rename(ObjectNode owner, String field) {
        var id = specials.get(owner.path(field).asString(""));
        if (id != null) {
            owner.put(field, privateName(id));
        }
    }

    private void renameKeys(ObjectNode vocabulary) {
        specials.forEach((text, id) -> {
            var value = vocabulary.remove(text);
            if (value != null) {
                vocabulary.set(privateName(id), value);
            }
        });
    }

    private void renamePiece(JsonNode piece) {
        var id = specials.get(piece.path(0).asString(""));
        if (id != null && piece instanceof ArrayNode pair) {
            pair.set(0, privateName(id));
        }
    }

    private ArrayNode withoutSpecials(ArrayNode merges) {
        var kept = JSON.createArrayNode();
        for (var merge : merges) {
            var merged =
                    merge.isArray()
                            ? merge.path(0).asString("") + merge.path(1).asString("")
                            : merge.asString("").replace(" ", "");
            if (!specials.containsKey(merged)) {
                kept.add(merge);
            }
        }
        return kept;
    }

    /// The begin token of a `TemplateProcessing`, alone or within a `Sequence` of post-processors.
    private OptionalInt findBeginToken(JsonNode postProcessor) {
        for (var part : postProcessor.path("processors")) {
            var found = findBeginToken(part);
            if (found.isPresent()) {
                return found;
            }
        }
        var first =
                postProcessor.path("single").path(0).path("SpecialToken").path("id").asString("");
        Map<String, Integer> known = specials;
        var id = known.get(first);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
