package dev.nunchi.engine.text;

import dev.nunchi.engine.error.CheckpointException;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What a `tokenizer.json` has to keep to before the native library is given it: where that meets
/// something it does not expect it does not throw, it ends the whole program.
///
/// | rule | without it |
/// |---|---|
/// | the model is BPE or Unigram, steps are of known kinds | code that no model of ours has tried |
/// | BPE has no `continuing_subword_prefix` | cuts merges within a character |
/// | a `Strip` decoder takes nothing from the end | counts below zero at short tokens |
/// | a table of characters (`Precompiled`) points into itself | reads past its end |
///
/// Source: `tokenizers` 0.21.4, `models/bpe/model.rs`, `decoders/strip.rs`, and `spm_precompiled`.
final class NativeRules {
    private static final Path FILE = Path.of("tokenizer.json");
    private static final Set<String> MODELS = Set.of("BPE", "Unigram");
    private static final Set<String> STEPS =
            Set.of(
                    "Sequence",
                    "NFC",
                    "NFD",
                    "NFKC",
                    "NFKD",
                    "Nmt",
                    "Lowercase",
                    "StripAccents",
                    "Strip",
                    "Prepend",
                    "Replace",
                    "Precompiled",
                    "ByteLevel",
                    "Metaspace",
                    "Split",
                    "Digits",
                    "Punctuation",
                    "Whitespace",
                    "WhitespaceSplit",
                    "ByteFallback",
                    "Fuse",
                    "BPEDecoder");
    private static final int MAX_DEPTH = 8;

    private NativeRules() {}

    /// @param root a whole document
    /// @throws CheckpointException naming what is not let through
    static void check(JsonNode root) throws CheckpointException {
        var model = root.path("model");
        if (model.has("type")) {
            require(MODELS.contains(model.path("type").asString("")), "a model", model);
        }
        var prefix = model.path("continuing_subword_prefix");
        require(
                prefix.isMissingNode() || prefix.isNull() || prefix.asString("?").isEmpty(),
                "continuing_subword_prefix",
                prefix);
        for (String part : List.of("normalizer", "pre_tokenizer", "decoder")) {
            checkStep(root.path(part), 0);
        }
    }

    private static void checkStep(JsonNode step, int depth) throws CheckpointException {
        if (step.isMissingNode() || step.isNull()) {
            return;
        }
        String type = step.path("type").asString("");
        require(depth < MAX_DEPTH && STEPS.contains(type), "a step", step.path("type"));
        if (type.equals("Strip") && step.has("stop")) {
            require(step.path("stop").asInt(1) == 0, "a Strip's stop", step.path("stop"));
        }
        if (type.equals("Precompiled")) {
            CharacterTable.check(step.path("precompiled_charsmap").asString(""));
        }
        for (String steps : List.of("normalizers", "pretokenizers", "decoders")) {
            for (var inner : step.path(steps)) {
                checkStep(inner, depth + 1);
            }
        }
    }

    private static void require(boolean condition, String what, JsonNode found)
            throws CheckpointException {
        if (!condition) {
            String text = found.toString();
            throw new CheckpointException(
                    FILE,
                    "%s of unknown form: %s"
                            .formatted(what, text.substring(0, Math.min(text.length(), 80))));
        }
    }
}
