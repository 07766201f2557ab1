package dev.nunchi.engine.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables that turn the names of a layout into canonical ones; a new layout is a few rows more.
///
/// Canonical names are Hugging Face's of a bare language model (`model.layers.N…`, `lm_head…`),
/// `vision_tower.` with the tower's own names, and `multi_modal_projector.`.
record TensorNames(List<Row> rows) {
    /// Hugging Face folders: LLaVA of several ages, or a language model alone.
    static final TensorNames HUGGING_FACE =
            of(
                    row("model.language_model.", "model."),
                    row("model.vision_tower.vision_model.", "vision_tower."),
                    row("model.vision_tower.", "vision_tower."),
                    row("model.multi_modal_projector.", "multi_modal_projector."),
                    row("model.image_newline", "image_newline"),
                    row("image_newline", "image_newline"),
                    row("language_model.model.", "model."),
                    row("language_model.lm_head.", "lm_head."),
                    row("vision_tower.vision_model.", "vision_tower."),
                    row("vision_tower.", "vision_tower."),
                    row("multi_modal_projector.", "multi_modal_projector."),
                    row("model.layers.{n}.", "model.layers.{n}."),
                    row("model.embed_tokens.", "model.embed_tokens."),
                    row("model.norm.", "model.norm."),
                    row("lm_head.", "lm_head."));

    /// The original LLaVA repository: the language model's names, and the projector's layers
    /// counted with the activations between them. Files of a projector alone may leave out
    /// `model.`.
    static final TensorNames ORIGINAL =
            of(
                    row("model.vision_tower.vision_tower.vision_model.", "vision_tower."),
                    row("model.vision_tower.vision_tower.", "vision_tower."),
                    row("model.image_newline", "image_newline"),
                    row("model.mm_projector.weight", "multi_modal_projector.linear_1.weight"),
                    row("model.mm_projector.bias", "multi_modal_projector.linear_1.bias"),
                    row("model.mm_projector.0.", "multi_modal_projector.linear_1."),
                    row("model.mm_projector.2.", "multi_modal_projector.linear_2."),
                    row("model.mm_projector.4.", "multi_modal_projector.linear_3."),
                    row("model.mm_projector.6.", "multi_modal_projector.linear_4."),
                    row("model.mm_projector.8.", "multi_modal_projector.linear_5."),
                    row("model.mm_projector.10.", "multi_modal_projector.linear_6."),
                    row("model.mm_projector.12.", "multi_modal_projector.linear_7."),
                    row("model.mm_projector.14.", "multi_modal_projector.linear_8."),
                    row("model.mm_projector.16.", "multi_modal_projector.linear_9."),
                    row("model.layers.{n}.", "model.layers.{n}."),
                    row("model.embed_tokens.", "model.embed_tokens."),
                    row("model.norm.", "model.norm."),
                    row("lm_head.", "lm_head."));

    /// Vision towers in checkpoints of their own, alone or beside a text tower.
    static final TensorNames TOWER =
            of(
                    row("vision_model.", "vision_tower."),
                    row("dinov2.", "vision_tower."),
                    row("embeddings.", "vision_tower.embeddings."),
                    row("encoder.", "vision_tower.encoder."),
                    row("pre_layrnorm.", "vision_tower.pre_layrnorm."));

    /// Language models in llama.cpp's GGUF files.
    static final TensorNames GGUF =
            of(
                    row("token_embd.", "model.embed_tokens."),
                    row("output_norm.", "model.norm."),
                    row("output.", "lm_head."),
                    row("blk.{n}.attn_norm.", "model.layers.{n}.input_layernorm."),
                    row("blk.{n}.ffn_norm.", "model.layers.{n}.post_attention_layernorm."),
                    row("blk.{n}.attn_q.", "model.layers.{n}.self_attn.q_proj."),
                    row("blk.{n}.attn_k.", "model.layers.{n}.self_attn.k_proj."),
                    row("blk.{n}.attn_v.", "model.layers.{n}.self_attn.v_proj."),
                    row("blk.{n}.attn_qkv.", "model.layers.{n}.self_attn.qkv_proj."),
                    row("blk.{n}.attn_output.", "model.layers.{n}.self_attn.o_proj."),
                    row("blk.{n}.ffn_gate.", "model.layers.{n}.mlp.gate_proj."),
                    row("blk.{n}.ffn_up.", "model.layers.{n}.mlp.up_proj."),
                    row("blk.{n}.ffn_down.", "model.layers.{n}.mlp.down_proj."));

    /// CLIP's and SigLIP's towers with their projector in llama.cpp's GGUF files; layers of the
    /// projector keep their numbers.
    static final TensorNames GGUF_VISION =
            of(
                    row("v.class_embd", "vision_tower.embeddings.class_embedding"),
                    row("v.patch_embd.", "vision_tower.embeddings.patch_embedding."),
                    row("v.position_embd.", "vision_tower.embeddings.position_embedding."),
                    row("v.pre_ln.", "vision_tower.pre_layrnorm."),
                    row("v.post_ln.", "vision_tower.post_layernorm."),
                    row("v.blk.{n}.ln1.", "vision_tower.encoder.layers.{n}.layer_norm1."),
                    row("v.blk.{n}.ln2.", "vision_tower.encoder.layers.{n}.layer_norm2."),
                    row("v.blk.{n}.attn_q.", "vision_tower.encoder.layers.{n}.self_attn.q_proj."),
                    row("v.blk.{n}.attn_k.", "vision_tower.encoder.layers.{n}.self_attn.k_proj."),
                    row("v.blk.{n}.attn_v.", "vision_tower.encoder.layers.{n}.self_attn.v_proj."),
                    row(
                            "v.blk.{n}.attn_out.",
                            "vision_tower.encoder.layers.{n}.self_attn.out_proj."),
                    row("v.blk.{n}.ffn_up.", "vision_tower.encoder.layers.{n}.mlp.fc1."),
                    row("v.blk.{n}.ffn_down.", "vision_tower.encoder.layers.{n}.mlp.fc2."),
                    row("mm.{n}.", "multi_modal_projector.{n}."),
                    row("mm.weight", "multi_modal_projector.0.weight"),
                    row("mm.bias", "multi_modal_projector.0.bias"),
                    row("model.image_newline", "image_newline"));

    /// The canonical name; empty for tensors that no model needs.
    Optional<String> canonical(String stored) {
        for (var row : rows) {
            var match = row.stored().matcher(stored);
            if (match.lookingAt()) {
                return Optional.of(row.canonical(match, stored));
            }
        }
        return Optional.empty();
    }

    /// @param stored the start of a name; group 1 is the layer's number, if there is one
    /// @param canonical what stands in its place, `{n}` for the layer's number
    record Row(Pattern stored, String canonical) {
        String canonical(Matcher match, String name) {
            String start =
                    match.groupCount() == 0 ? canonical : canonical.replace("{n}", match.group(1));
            return start + name.substring(match.end());
        }
    }

    private static TensorNames of(Row... rows) {
        return new TensorNames(List.of(rows));
    }

    private static Row row(String stored, String canonical) {
        String pattern = Pattern.quote(stored).replace("{n}", "\\E(\\d{1,4})\\Q");
        return new Row(Pattern.compile(pattern), canonical);
    }
}
