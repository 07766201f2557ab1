package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model as it lies on disk: a folder in Hugging Face's layout or a `.gguf` file.
///
/// Whoever opens it closes it; tensors and the GGUF vocabulary are valid until then. Safe to read
/// from several threads. Tensor names are canonical, whatever the layout:
///
/// | name | |
/// |---|---|
/// | `model.embed_tokens.weight`, `model.norm.weight` | |
/// | `model.layers.N.{input_layernorm,post_attention_layernorm}.weight` | |
/// | `model.layers.N.self_attn.{q,k,v,o}_proj.{weight,bias}` | halves of a head apart |
/// | `model.layers.N.mlp.{gate,up,down}_proj.weight` | |
/// | `lm_head.weight` | absent when tied |
/// | `vision_tower.…` | the tower's own names, without `vision_model.` |
/// | `multi_modal_projector.{norm,linear_1,linear_2,…}.{weight,bias}` | |
public final class Checkpoint implements AutoCloseable {
    private final Arena arena;
    private final Path path;
    private final CheckpointParts parts;

    private Checkpoint(Arena arena, Path path, CheckpointParts parts) {
        this.arena = arena;
        this.path = path;
        this.parts = parts;
    }

    /// Maps the weights and reads everything else; tensors are not looked at yet, see [#verify()].
    ///
    /// @throws CheckpointException if a file is damaged, incomplete or contradicts another
    /// @throws UnsupportedModelException if the model is whole but of a kind that Nunchi has not
    /// @throws EngineException if a file cannot be read
    public static Checkpoint open(Path path) throws EngineException {
        try {
            return Arenas.open(
                    arena -> new Checkpoint(arena, path, CheckpointParts.read(path, arena)));
        } catch (InternalError e) {
            throw new CheckpointException(path, "was cut short while it was being opened", e);
        }
    }

    public LlavaConfig config() {
        return parts.config();
    }

    /// A tensor by its canonical name.
    ///
    /// @throws CheckpointException if there is none, or a weight file was cut short since opening
    public StoredTensor tensor(String canonicalName) throws CheckpointException {
        requireWhole();
        return find(canonicalName)
                .orElseThrow(() ->
                        new CheckpointException(
                                path, canonicalName, Reason.CONTRADICTION, "is missing"));
    }

    /// A tensor by its canonical name, if there is one.
    public Optional<StoredTensor> find(String canonicalName) {
        return Optional.ofNullable(parts.tensors().get(canonicalName));
    }

    /// All tensors that have a canonical name, by that name.
    public Map<String, StoredTensor> tensors() {
        return parts.tensors();
    }

    /// What the tokenizer is built from.
    public TokenizerSource tokenizer() {
        return parts.tokenizer();
    }

    /// The chat template's source; for a model that sees and says nothing of one, that of the LLaVA
    /// its language model was used for.
    public Optional<String> chatTemplate() {
        return parts.texts().chatTemplate().or(() -> DefaultTemplates.of(config()));
    }

    /// Texts of the special tokens that the template may name.
    public SpecialTokenTexts specialTokens() {
        return parts.texts().specialTokens();
    }

    /// End tokens and sampling values of the model's makers.
    public GenerationDefaults generation() {
        return parts.texts().generation();
    }

    /// How pictures become pixel values; empty for a text-only model.
    public Optional<PictureConfig> pictures() {
        return parts.pictures();
    }

    /// Every file that makes up the model, for hashing and copying.
    public List<Path> files() {
        return parts.files();
    }

    /// The files that the tensors lie in, a part of [#files()].
    public List<Path> weightFiles() {
        return parts.mapped().stream().map(MappedFile::path).toList();
    }

    /// Checks that every tensor that the configuration calls for is there in the right shape.
    ///
    /// @throws CheckpointException naming the first tensor that is not
    public void verify() throws CheckpointException {
        for (var expected : ExpectedTensors.of(config()).entrySet()) {
            var tensor = tensor(expected.getKey());
            if (!tensor.shape().equals(expected.getValue())) {
                throw new CheckpointException(
                        path,
                        expected.getKey(),
                        Reason.CONTRADICTION,
                        "has shape %s, the configuration calls for %s"
                                .formatted(tensor.shape(), expected.getValue()));
            }
            if (!tensor.format().holdsReals()) {
                throw new CheckpointException(
                        path, expected.getKey(), "is stored as " + tensor.format());
            }
        }
    }

    /// What reads tensors.
    public interface Reading<T> {
        T run() throws EngineException;
    }

    /// Runs what reads tensors. If a weight file is cut short meanwhile, the JVM's error for a
    /// mapped page that is gone becomes one that names the file.
    ///
    /// @throws CheckpointException if a weight file was cut short
    public <T> T reading(Reading<T> work) throws EngineException {
        try {
            return work.run();
        } catch (InternalError e) {
            requireWhole();
            throw e;
        }
    }

    /// Fails if a weight file was cut short since it was opened.
    public void requireWhole() throws CheckpointException {
        for (var file : parts.mapped()) {
            file.requireWhole();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
