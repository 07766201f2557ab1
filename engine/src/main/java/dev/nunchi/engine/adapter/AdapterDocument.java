package dev.nunchi.engine.adapter;

import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The text of `adapter.json`.
///
/// ```json
/// {"format": "nunchi-adapter", "version": 1,
///  "base": {"name": "…", "hash": "64 hexadecimal digits"},
///  "lora": {"rank": 8, "alpha": 16.0, "targets": ["q_proj", "v_proj"]},
///  "chatTemplate": "…",
///  "provenance": {"dataHash": "…", "seed": 1, "settings": {…}, "versions": {…}}}
/// ```
///
/// `lora`, `chatTemplate`, `dataHash` and `seed` may be absent. Unknown keys are ignored, so that a
/// later version can say more; one that must not be ignored raises `version`.
final class AdapterDocument {
    private static final String FORMAT = "nunchi-adapter";
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final JsonNode root;

    private AdapterDocument(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    static String write(AdapterInfo info) {
        var root = JSON.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION);
        root.putObject("base")
                .put("name", info.provenance().baseName())
                .put("hash", info.baseHash());
        info.lora().ifPresent(lora -> write(root.putObject("lora"), lora));
        info.chatTemplate().ifPresent(template -> root.put("chatTemplate", template));
        write(root.putObject("provenance"), info.provenance());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void write(ObjectNode node, LoraConfig lora) {
        node.put("rank", lora.rank()).put("alpha", lora.alpha());
        var targets = node.putArray("targets");
        lora.targets().forEach(target -> targets.add(target.label()));
    }

    private static void write(ObjectNode node, Provenance provenance) {
        provenance.dataHash().ifPresent(hash -> node.put("dataHash", hash));
        provenance.seed().ifPresent(seed -> node.put("seed", seed));
        var settings = node.putObject("settings");
        provenance.settings().forEach(settings::put);
        var versions = node.putObject("versions");
        provenance.versions().forEach(versions::put);
    }

    /// @param name the adapter's, for messages
    static AdapterInfo read(String name, String text) throws AdapterException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw damaged(name, "adapter.json is not valid JSON: " + e.getOriginalMessage());
        }
        return new AdapterDocument(name, root).info();
    }

    private AdapterInfo info() throws AdapterException {
        if (!root.path("format").asString("").equals(FORMAT)) {
            throw damaged(name, "adapter.json is not of the format " + FORMAT);
        }
        if (root.path("version").asInt(0) != VERSION) {
            throw new AdapterException(
                    name,
                    Reason.UNSUPPORTED,
                    "adapter.json has version %s, this program reads %d"
                            .formatted(root.path("version"), VERSION));
        }
        var template = root.path("chatTemplate");
        return new AdapterInfo(
                name,
                text(root.path("base"), "hash"),
                lora(root.path("lora")),
                template.isString() ? Optional.of(template.stringValue()) : Optional.empty(),
                provenance(root.path("provenance")));
    }

    private Optional<LoraConfig> lora(JsonNode node) throws AdapterException {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        var targets = EnumSet.noneOf(LoraTarget.class);
        for (var label : node.path("targets")) {
            targets.add(
                    LoraTarget.of(label.asString(""))
                            .orElseThrow(
                                    () -> damaged(name, "adapter.json names the target " + label)));
        }
        int rank = node.path("rank").asInt(0);
        double alpha = node.path("alpha").asDouble(0);
        if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha) || targets.isEmpty()) {
            throw damaged(name, "adapter.json: no LoRA configuration: " + node);
        }
        return Optional.of(new LoraConfig(rank, alpha, targets));
    }

    private Provenance provenance(JsonNode node) throws AdapterException {
        var hash = node.path("dataHash");
        var seed = node.path("seed");
        return new Provenance(
                text(root.path("base"), "name"),
                hash.isString() ? Optional.of(hash.stringValue()) : Optional.empty(),
                seed.isIntegralNumber() ? OptionalLong.of(seed.longValue()) : OptionalLong.empty(),
                texts(node.path("settings")),
                texts(node.path("versions")));
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }

    private String text(JsonNode node, String key) throws AdapterException {
        var value = node.path(key);
        if (!value.isString()) {
            throw damaged(name, "adapter.json has no text for " + key);
        }
        return value.stringValue();
    }

    private static AdapterException damaged(String name, String problem) {
        return new AdapterException(name, Reason.DAMAGED, problem);
    }
}
