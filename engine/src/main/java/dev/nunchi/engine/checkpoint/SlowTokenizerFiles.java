package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.TokenizerSettings.AddedToken;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what surrounds a folder's `tokenizer.model`: `tokenizer_config.json` and, in older
/// folders, `added_tokens.json`.
final class SlowTokenizerFiles {
    private SlowTokenizerFiles() {}

    static TokenizerSettings read(FolderReader folder) throws EngineException {
        var added = new TreeMap<Integer, AddedToken>();
        var older = folder.json("added_tokens.json");
        if (older.isPresent()) {
            readOlder(older.get(), added);
        }
        var config = folder.json("tokenizer_config.json");
        if (config.isEmpty()) {
            return new TokenizerSettings(
                    true, Optional.empty(), Optional.empty(), List.copyOf(added.values()));
        }
        var decoder = config.get().object("added_tokens_decoder");
        if (decoder.isPresent()) {
            readDecoder(decoder.get(), added);
        }
        return new TokenizerSettings(
                config.get().flag("legacy", true),
                flag(config.get(), "add_bos_token"),
                flag(config.get(), "add_prefix_space"),
                List.copyOf(added.values()));
    }

    /// Ids by text.
    private static void readOlder(ConfigNode node, Map<Integer, AddedToken> added)
            throws CheckpointException {
        for (String text : node.json().propertyNames()) {
            int id = node.integer(text, -1);
            node.require(text, id >= 0, "a token id");
            added.put(id, new AddedToken(id, text, true));
        }
    }

    /// Objects by id.
    private static void readDecoder(ConfigNode node, Map<Integer, AddedToken> added)
            throws CheckpointException {
        for (String key : node.json().propertyNames()) {
            var token = node.object(key);
            node.require(key, token.isPresent() && key.matches("\\d{1,7}"), "a token by its id");
            String text = token.get().text("content").orElse("");
            node.require(key, !text.isEmpty(), "a token with a text");
            int id = Integer.parseInt(key);
            added.put(id, new AddedToken(id, text, token.get().flag("special", false)));
        }
    }

    private static Optional<Boolean> flag(ConfigNode node, String key) throws CheckpointException {
        return node.has(key) ? Optional.of(node.flag(key, false)) : Optional.empty();
    }
}
