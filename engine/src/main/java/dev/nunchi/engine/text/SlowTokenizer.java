package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.TokenizerSettings;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.text.SentencePieceJson.Prefix;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Writes the `tokenizer.json` that a folder with only a `tokenizer.model` leaves out.
///
/// Pieces, scores and blanks are the model's; tokens that were added later and the way texts begin
/// are the folder's ([TokenizerSettings]). Source: `LlamaConverter` and `SpmConverter` in
/// transformers' `convert_slow_tokenizer.py`.
final class SlowTokenizer {
    private static final Path FILE = Path.of("tokenizer.model");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SentencePieceModel model;
    private final TokenizerSettings settings;

    private SlowTokenizer(SentencePieceModel model, TokenizerSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /// @param model the file's bytes
    /// @throws EngineException if it is damaged or of a kind that is not known
    static TokenizerDocument toDocument(ByteBuffer model, TokenizerSettings settings)
            throws EngineException {
        return new SlowTokenizer(SentencePieceModel.parse(model), settings).document();
    }

    private TokenizerDocument document() throws EngineException {
        var vocabulary = new Vocabulary(FILE, tokens(), types());
        var pieces =
                new SentencePieceJson(
                        vocabularyOfModel(vocabulary), model.scores(), model.byteFallback());
        var root = JSON.createObjectNode();
        var prefix = prefix();
        writeNormalizer(root, prefix);
        root.set("decoder", SentencePieceJson.decoder(prefix));
        root.set(
                "model",
                model.isUnigram()
                        ? pieces.unigramModel(model.unknown())
                        : pieces.mergingModel(OptionalInt.of(model.unknown())));
        root.set("added_tokens", vocabulary.addedTokens());
        boolean begins = settings.addsBegin().orElse(!model.isUnigram());
        if (begins && model.begin() >= 0) {
            root.set("post_processor", vocabulary.beginWith(model.begin()));
        }
        return TokenizerDocument.of(root);
    }

    private Vocabulary vocabularyOfModel(Vocabulary all) {
        int size = model.pieces().size();
        return new Vocabulary(FILE, all.tokens().subList(0, size), all.types().subList(0, size));
    }

    /// The model's pieces, with those that were added or renamed later.
    private List<String> tokens() throws CheckpointException {
        var tokens = new ArrayList<>(model.pieces());
        for (var added : settings.added()) {
            if (added.id() > tokens.size()) {
                throw new CheckpointException(
                        FILE,
                        "token '%s' is added as %d to %d tokens"
                                .formatted(added.text(), added.id(), tokens.size()));
            }
            if (added.id() == tokens.size()) {
                tokens.add(added.text());
            } else {
                tokens.set(added.id(), added.text());
            }
        }
        return tokens;
    }

    private List<Long> types() {
        var types = new ArrayList<>(model.types());
        for (var added : settings.added()) {
            boolean unknown = added.id() == model.unknown();
            long special = unknown ? Vocabulary.UNKNOWN : Vocabulary.CONTROL;
            long type = added.special() ? special : Vocabulary.USER_DEFINED;
            if (added.id() == types.size()) {
                types.add(type);
            } else {
                types.set(added.id(), type);
            }
        }
        return types;
    }

    private Prefix prefix() {
        if (!settings.addsPrefixSpace().orElse(model.dummyPrefix())) {
            return Prefix.NONE;
        }
        return settings.legacy() ? Prefix.EVERY_RUN : Prefix.FIRST_RUN;
    }

    private void writeNormalizer(ObjectNode root, Prefix prefix) {
        var steps = new ArrayList<ObjectNode>();
        if (!model.characterTable().isEmpty()) {
            steps.add(
                    JSON.createObjectNode()
                            .put("type", "Precompiled")
                            .put("precompiled_charsmap", model.characterTable()));
        }
        if (model.removesBlanks()) {
            steps.add(SentencePieceJson.replaceAll("\\A +| +\\z", ""));
            steps.add(SentencePieceJson.replaceAll(" {2,}", " "));
        }
        // Of both ways to put a blank in front, only the first doubles one that is there.
        boolean prepends = prefix == Prefix.EVERY_RUN && !model.isUnigram();
        if (prepends) {
            steps.add(SentencePieceJson.prepend());
        }
        if (prepends || prefix == Prefix.NONE) {
            steps.add(SentencePieceJson.replace(" ", SentencePieceJson.SPACE));
        } else {
            root.set("pre_tokenizer", SentencePieceJson.metaspace(prefix));
        }
        if (!steps.isEmpty()) {
            root.set("normalizer", SentencePieceJson.sequence("normalizers", steps));
        }
    }
}
