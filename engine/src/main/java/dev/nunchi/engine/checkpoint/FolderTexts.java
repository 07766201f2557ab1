package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Gathers a folder's chat template, special tokens and generation values, which have moved between
/// files over the years; a GGUF file in the folder fills what no file says.
final class FolderTexts {
    private static final int MAX_TEMPLATE = 1 << 20;

    private final FolderReader folder;
    private final ConfigNode root;
    private final Optional<ConfigNode> tokenizerConfig;
    private final Optional<ModelTexts> fallback;

    private FolderTexts(FolderReader folder, ConfigNode root, Optional<ModelTexts> fallback)
            throws EngineException {
        this.folder = folder;
        this.root = root;
        this.tokenizerConfig = folder.json("tokenizer_config.json");
        this.fallback = fallback;
    }

    static ModelTexts read(FolderReader folder, ConfigNode root, Optional<ModelTexts> fallback)
            throws EngineException {
        var texts = new FolderTexts(folder, root, fallback);
        return new ModelTexts(texts.chatTemplate(), texts.specialTokens(), texts.generation());
    }

    private Optional<String> chatTemplate() throws EngineException {
        var jinja = folder.file("chat_template.jinja");
        if (jinja.isPresent()) {
            return Optional.of(JsonFile.text(jinja.get(), MAX_TEMPLATE));
        }
        var json = folder.json("chat_template.json");
        if (json.isPresent()) {
            return json.get().text("chat_template");
        }
        if (tokenizerConfig.isPresent() && tokenizerConfig.get().has("chat_template")) {
            return template(tokenizerConfig.get());
        }
        return fallback.flatMap(ModelTexts::chatTemplate);
    }

    /// One template, or a list of `{name, template}` of which `default` counts.
    private static Optional<String> template(ConfigNode config) throws CheckpointException {
        var value = config.value("chat_template");
        if (!value.isArray()) {
            return config.text("chat_template");
        }
        for (var named : value) {
            if (named.path("name").asString("").equals("default")) {
                return new ConfigNode(config.file(), "chat_template.", named).text("template");
            }
        }
        return Optional.empty();
    }

    private SpecialTokenTexts specialTokens() throws EngineException {
        var map = folder.json("special_tokens_map.json");
        if (map.isEmpty() && tokenizerConfig.isEmpty()) {
            return fallback.map(ModelTexts::specialTokens).orElse(SpecialTokenTexts.NONE);
        }
        return new SpecialTokenTexts(
                specialToken("bos_token", map),
                specialToken("eos_token", map),
                specialToken("pad_token", map),
                specialToken("unk_token", map));
    }

    private Optional<String> specialToken(String key, Optional<ConfigNode> map)
            throws CheckpointException {
        if (tokenizerConfig.isPresent() && tokenizerConfig.get().has(key)) {
            return specialToken(key, tokenizerConfig.get());
        }
        return map.isPresent() ? specialToken(key, map.get()) : Optional.empty();
    }

    /// A text, or an object with the text under `content`.
    private static Optional<String> specialToken(String key, ConfigNode node)
            throws CheckpointException {
        if (!node.value(key).isObject()) {
            return node.text(key);
        }
        var token = node.object(key);
        return token.isPresent() ? token.get().text("content") : Optional.empty();
    }

    private GenerationDefaults generation() throws EngineException {
        var file = folder.json("generation_config.json");
        var node = file.orElse(root);
        return new GenerationDefaults(
                eosTokenIds(file),
                node.flag("do_sample", false),
                optional(node, "temperature"),
                topK(node),
                optional(node, "top_p"),
                optional(node, "repetition_penalty"));
    }

    private List<Integer> eosTokenIds(Optional<ConfigNode> file) throws CheckpointException {
        for (var node : List.of(file, root.object("text_config"), Optional.of(root))) {
            if (node.isPresent() && node.get().has("eos_token_id")) {
                return node.get().ids("eos_token_id");
            }
        }
        return fallback.map(texts -> texts.generation().eosTokenIds()).orElse(List.of());
    }

    private static OptionalInt topK(ConfigNode node) throws CheckpointException {
        return node.has("top_k") ? OptionalInt.of(node.integer("top_k", 0)) : OptionalInt.empty();
    }

    private static OptionalDouble optional(ConfigNode node, String key) throws CheckpointException {
        var number = node.number(key);
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }
}
