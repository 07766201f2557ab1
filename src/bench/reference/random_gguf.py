"""Writes random models in llama.cpp's own layout, for what only their shapes decide: speed.

For comparison only, never part of the product. Needs: gguf, numpy.

  random_gguf.py language q4_0|q4_k FILE    a Llama of TinyLlama's shape (1.1 billion weights). q4_0 and q4_k name the types that
                                            `llama-quantize` gives the matrices of a Q4_0 and a Q4_K_M: Q6_K for the head, and in the
                                            latter for value and down projections of half of the layers
  random_gguf.py tower f16|q8_0 FILE        CLIP ViT-L/14 at 336 pixels with LLaVA-1.5's projector, `mmproj`; without the layer that
                                            LLaVA does not run, as llama.cpp's converter leaves it out. The type is that of matrices

Blocks are random bits behind a fixed scale, so values are spread evenly and small. The vocabulary is SentencePiece's bytes and
made-up words: texts can be read, answers mean nothing.
"""

import sys

import gguf
import numpy as np

LAYERS, HIDDEN, INTERMEDIATE, HEADS, KV_HEADS, VOCABULARY, CONTEXT = 22, 2048, 5632, 32, 4, 32000, 2048
IMAGE, PATCH, VISION_LAYERS, VISION, VISION_INTERMEDIATE, VISION_HEADS = 336, 14, 23, 1024, 4096, 16
TEMPLATE = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\n' }}{% endfor %}assistant: "
Q = gguf.GGMLQuantizationType

# Of a block: elements, bytes, and its float16 scales as (offset, value).
BLOCKS = {
    Q.Q4_0: (32, 18, [(0, 4.3e-3)]),
    Q.Q4_K: (256, 144, [(0, 1.4e-4), (2, 1.0e-3)]),
    Q.Q6_K: (256, 210, [(208, 1.6e-5)]),
}
random = np.random.default_rng(1)


def blocks(rows, width, type):
    elements, size, scales = BLOCKS[type]
    data = random.integers(0, 256, (rows, width // elements, size), np.uint8)
    for at, value in scales:
        data[:, :, at : at + 2] = np.frombuffer(np.float16(value).tobytes(), np.uint8)
    return data.reshape(rows, -1)


def vocabulary(writer):
    tokens = [b"<unk>", b"<s>", b"</s>", *(b"<0x%02X>" % byte for byte in range(256))]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL, *[gguf.TokenType.BYTE] * 256]
    words = ["\u2581", *"abcdefghijklmnopqrstuvwxyz.:?"]
    words += [f"\u2581w{i}" for i in range(VOCABULARY - len(tokens) - len(words))]
    tokens += [word.encode() for word in words]
    kinds += [gguf.TokenType.NORMAL] * len(words)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(i) for i in range(VOCABULARY)])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)


def language(kind, file):
    plain = {"q4_0": Q.Q4_0, "q4_k": Q.Q4_K}[kind]
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_name(f"random 1.1B {kind}")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INTERMEDIATE)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(VOCABULARY)
    vocabulary(writer)

    def matrix(name, rows, width, type=plain):
        writer.add_tensor(name, blocks(rows, width, type), raw_dtype=type)

    def ones(name):
        writer.add_tensor(name, np.ones(HIDDEN, np.float32))

    matrix("token_embd.weight", VOCABULARY, HIDDEN)
    keys = HIDDEN // HEADS * KV_HEADS
    for i in range(LAYERS):
        layer, finer = f"blk.{i}.", plain if kind == "q4_0" or i % 2 else Q.Q6_K
        ones(layer + "attn_norm.weight")
        ones(layer + "ffn_norm.weight")
        matrix(layer + "attn_q.weight", HIDDEN, HIDDEN)
        matrix(layer + "attn_k.weight", keys, HIDDEN)
        matrix(layer + "attn_v.weight", keys, HIDDEN, finer)
        matrix(layer + "attn_output.weight", HIDDEN, HIDDEN)
        matrix(layer + "ffn_gate.weight", INTERMEDIATE, HIDDEN)
        matrix(layer + "ffn_up.weight", INTERMEDIATE, HIDDEN)
        matrix(layer + "ffn_down.weight", HIDDEN, INTERMEDIATE, finer)
    ones("output_norm.weight")
    matrix("output.weight", VOCABULARY, HIDDEN, Q.Q6_K)
    return writer


def tower(kind, file):
    writer = gguf.GGUFWriter(file, "clip")
    writer.add_bool("clip.has_text_encoder", False)
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_bool("clip.has_llava_projector", True)
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.use_gelu", False)
    writer.add_file_type(1)
    for key, value in dict(
        image_size=IMAGE, patch_size=PATCH, embedding_length=VISION, feed_forward_length=VISION_INTERMEDIATE, projection_dim=768, block_count=VISION_LAYERS
    ).items():
        writer.add_uint32(f"clip.vision.{key}", value)
    writer.add_uint32("clip.vision.attention.head_count", VISION_HEADS)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-5)
    writer.add_array("clip.vision.image_mean", [0.48145466, 0.4578275, 0.40821073])
    writer.add_array("clip.vision.image_std", [0.26862954, 0.26130258, 0.27577711])

    def noise(name, *shape, type=np.float16):
        writer.add_tensor(name, (random.standard_normal(shape, np.float32) * 0.02).astype(type))

    def linear(name, outputs, inputs):
        if kind == "q8_0":
            weights = random.standard_normal((outputs, inputs), np.float32) * 0.02
            writer.add_tensor(name + ".weight", gguf.quants.quantize(weights, Q.Q8_0), raw_dtype=Q.Q8_0)
        else:
            noise(name + ".weight", outputs, inputs)
        noise(name + ".bias", outputs, type=np.float32)

    def norm(name):
        writer.add_tensor(name + ".weight", np.ones(VISION, np.float32))
        noise(name + ".bias", VISION, type=np.float32)

    noise("v.class_embd", VISION, type=np.float32)
    noise("v.patch_embd.weight", VISION, 3, PATCH, PATCH)
    noise("v.position_embd.weight", (IMAGE // PATCH) ** 2 + 1, VISION)
    norm("v.pre_ln")
    for i in range(VISION_LAYERS):
        layer = f"v.blk.{i}."
        for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
            linear(layer + name, VISION, VISION)
        norm(layer + "ln1")
        norm(layer + "ln2")
        linear(layer + "ffn_up", VISION_INTERMEDIATE, VISION)
        linear(layer + "ffn_down", VISION, VISION_INTERMEDIATE)
    linear("mm.0", HIDDEN, VISION)
    linear("mm.2", HIDDEN, HIDDEN)
    return writer


if __name__ == "__main__":
    what, kind, file = sys.argv[1:]
    writer = {"tower": tower, "language": language}[what](kind, file)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
