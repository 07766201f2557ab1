package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class TensorNamesTest {

    @ParameterizedTest
    @CsvSource({
        "language_model.model.norm.weight, model.norm.weight",
        "language_model.lm_head.weight, lm_head.weight",
        "model.layers.7.mlp.up_proj.weight, model.layers.7.mlp.up_proj.weight",
        "vision_tower.vision_model.post_layernorm.bias, vision_tower.post_layernorm.bias",
        "vision_tower.embeddings.cls_token, vision_tower.embeddings.cls_token",
        "multi_modal_projector.linear_1.bias, multi_modal_projector.linear_1.bias",
    })
    void huggingFaceNamesLoseTheirWrapping(String stored, String canonical) {
        assertEquals(Optional.of(canonical), TensorNames.HUGGING_FACE.canonical(stored));
    }

    @ParameterizedTest
    @CsvSource({
        "token_embd.weight, model.embed_tokens.weight",
        "output.weight, lm_head.weight",
        "output_norm.weight, model.norm.weight",
        "blk.12.attn_output.weight, model.layers.12.self_attn.o_proj.weight",
        "blk.0.ffn_norm.weight, model.layers.0.post_attention_layernorm.weight",
    })
    void ggufNamesAreTranslated(String stored, String canonical) {
        assertEquals(Optional.of(canonical), TensorNames.GGUF.canonical(stored));
    }

    @Test
    void namesThatNoModelNeedsHaveNone() {
        assertEquals(Optional.empty(), TensorNames.HUGGING_FACE.canonical("text_model.x"));
        assertEquals(Optional.empty(), TensorNames.GGUF.canonical("blk.x.attn_q.weight"));
        assertEquals(Optional.empty(), TensorNames.GGUF.canonical("rope_freqs.weight"));
    }
}
