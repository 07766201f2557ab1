"""Makes models that are no fixtures, as every one of them was read as transformers reads it: rarer settings, and files as other
programs and older versions write them. Run it before a release, and after changes to `checkpoint`.

    python more_variants.py FOLDER [CASE ...]    needs what make_variants.py needs
    nunchi conformance FOLDER                    and once more with --lowering plain

A case is a row as in `make_variants.py`, with how its folder is changed afterwards. What is expected is what transformers
computes from the changed folder. The cases that found faults are fixtures (`variants/`).
"""

import json
import pathlib
import sys
from collections import OrderedDict

import torch
import transformers
from PIL import Image
from safetensors.torch import load_file, save_file

import make_variants as base

CLIP, SIGLIP, DINO, END, text = base.CLIP, base.SIGLIP, base.DINO, base.END, base.text


def rope(kind, **values):
    return dict(rope_type=kind, rope_theta=values.pop("rope_theta", 10000.0), **values)


def edit(path, change):
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content, indent=1))


def config(**values):
    """Sets what is given, takes away what is None."""

    def change(folder, name="config.json"):
        edit(folder / name, lambda c: [c.pop(k, None) if v is None else c.update({k: v}) for k, v in values.items()])

    return change


def pictures(**values):
    return lambda folder: config(**values)(folder, "preprocessor_config.json")


def rope_of_4(scaling, **values):
    """As transformers 4 wrote it."""
    return config(rope_parameters=None, rope_scaling=scaling, **values)


def weights(change):
    def rewrite(folder):
        path = folder / "model.safetensors"
        save_file(change(load_file(path)), path, metadata={"format": "pt"})

    return rewrite


def pickled(legacy):
    def rewrite(folder):
        path = folder / "model.safetensors"
        torch.save(load_file(path), folder / "pytorch_model.bin", _use_new_zipfile_serialization=not legacy)
        path.unlink()

    return rewrite


def strided(folder):
    """Transposed matrices, parameters, and pieces of one storage."""
    path = folder / "model.safetensors"
    stored = load_file(path)
    storage = torch.zeros(sum(t.numel() + 5 for t in stored.values()) + 3, dtype=next(iter(stored.values())).dtype)
    at, tensors = 3, OrderedDict()
    for i, (name, tensor) in enumerate(stored.items()):
        if tensor.dim() == 2 and i % 3 == 0:
            tensors[name] = tensor.T.contiguous().T
        elif i % 3 == 1:
            storage[at : at + tensor.numel()] = tensor.flatten()
            tensors[name] = storage[at : at + tensor.numel()].view(tensor.shape)
            at += tensor.numel() + 5
        else:
            tensors[name] = torch.nn.Parameter(tensor)
    torch.save(tensors, folder / "pytorch_model.bin")
    path.unlink()


def strangers(tensors):
    layer = "model.layers.0.self_attn."
    tensors |= {layer + "rotary_emb.inv_freq": torch.ones(4), layer + "masked_bias": torch.tensor(-1e9)}
    return tensors | {layer + "bias": torch.ones(1, 1, 8, 8, dtype=torch.bool), "step": torch.tensor(3)}


def mixed(tensors):
    return {k: t.float() if "norm" in k else t.half() if "up_proj" in k else t for k, t in tensors.items()}


def without_head(tensors):
    return {k: t for k, t in tensors.items() if "lm_head" not in k}


def tie(language, whole, change=lambda tensors: tensors):
    """`tie_word_embeddings` of the language model and of the whole."""

    def rewrite(folder):
        edit(folder / "config.json", lambda c: c["text_config"].pop("tie_word_embeddings", None))
        config(tie_word_embeddings=whole)(folder)
        if language is not None:
            edit(folder / "config.json", lambda c: c["text_config"].update(tie_word_embeddings=language))
        weights(change)(folder)

    return rewrite


def as_shipped(folder):
    pass


def language(settings, change=as_shipped, storage="float32", layout="hf"):
    return ("text", settings, None, {}, storage, layout, change)


def seeing(settings, tower, changes, change=as_shipped, storage="float32", kind="llava", layout="hf"):
    return (kind, settings, tower, changes, storage, layout, change)


FULL = dict(vision_feature_layer=-1, vision_feature_select_strategy="full")
PATCHES = dict(vision_feature_layer=-2)
LLAMA3 = dict(factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0)
CASES = {
    "yarn_magnitudes": language(text("mistral", hidden_size=40, num_attention_heads=5, num_key_value_heads=1, head_dim=12, intermediate_size=52, sliding_window=None, rope_parameters=rope("yarn", factor=3.0, original_max_position_embeddings=32, beta_fast=16.0, beta_slow=2.0, mscale=0.8, mscale_all_dim=0.6)), storage="bfloat16", layout="shards"),
    "yarn_whole": language(text("llama", attention_bias=True, hidden_act="gelu_pytorch_tanh", rope_parameters=rope("yarn", factor=2.0, original_max_position_embeddings=24, truncate=False, attention_factor=1.3)), pickled(False), "float16"),
    "yarn_of_4": language(text("qwen2"), rope_of_4(dict(type="yarn", factor=4.0, original_max_position_embeddings=512), rope_theta=1e6, max_position_embeddings=2048)),
    "yarn_without_original": language(text("llama"), rope_of_4(dict(rope_type="yarn", factor=2.0), max_position_embeddings=256)),
    "linear_of_4": language(text("llama"), rope_of_4(dict(type="linear", factor=4), rope_theta=50000)),
    "default_of_4": language(text("mistral"), rope_of_4(dict(rope_type="default"), rope_theta=1000000)),
    "odd_sizes": language(text("llama", hidden_size=36, num_attention_heads=3, num_key_value_heads=1, head_dim=10, intermediate_size=50, vocab_size=301, rms_norm_eps=1e-3, mlp_bias=True, eos_token_id=[END, 256, 7]), storage="float16"),
    "llama3_legacy_pickle": language(text("qwen2", num_attention_heads=8, num_key_value_heads=1, hidden_size=64, tie_word_embeddings=True, rope_parameters=rope("llama3", original_max_position_embeddings=16, rope_theta=1000.0, **LLAMA3)), pickled(True), "bfloat16"),
    "dynamic_window": language(text("mistral", sliding_window=5, num_key_value_heads=4, rope_parameters=rope("dynamic", factor=4.0))),
    "phi3_half_turned": language(text("phi3", num_key_value_heads=1, intermediate_size=50, partial_rotary_factor=0.5, sliding_window=None, tie_word_embeddings=True), storage="bfloat16", layout="shards"),
    "phi3_long_turned": language(text("phi3", hidden_size=64, max_position_embeddings=1024, original_max_position_embeddings=256, rope_parameters=rope("longrope", short_factor=[1.0, 1.5, 2.0, 2.5, 3.0, 3.5], long_factor=[2.0, 3.0, 4.0, 5.0, 6.0, 7.0], partial_rotary_factor=0.75))),
    "gemma_one_head": language(text("gemma", head_dim=24, num_key_value_heads=1, tie_word_embeddings=True, rope_parameters=rope("linear", factor=3.0)), pickled(False), "bfloat16"),
    "gemma_first": language(text("gemma", head_dim=16, tie_word_embeddings=True), config(hidden_act="gelu", hidden_activation=None, tie_word_embeddings=None)),
    "stablelm_half_turned": language(text("stablelm", num_key_value_heads=1, use_qkv_bias=True, layer_norm_eps=1e-3, rope_parameters=rope("linear", factor=2.0, partial_rotary_factor=0.5), tie_word_embeddings=True), storage="float16"),
    "stablelm_mixed": language(text("stablelm"), weights(mixed), "bfloat16"),
    "qwen2_all_windows": language(text("qwen2", use_sliding_window=True, sliding_window=6, max_window_layers=0, num_hidden_layers=3, rms_norm_eps=1e-5)),
    "qwen2_layer_types": language(text("qwen2", num_hidden_layers=3, use_sliding_window=True, sliding_window=7, max_window_layers=2), config(layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
    "strided_pickle": language(text("llama", num_key_value_heads=1), strided, "bfloat16"),
    "strangers": language(text("llama"), weights(strangers), "float16"),
    "clip_layers_and_class": seeing(text("llama", num_key_value_heads=1, attention_bias=True, hidden_size=48, num_attention_heads=3), dict(CLIP, hidden_act="gelu", layer_norm_eps=1e-4, image_size=44, hidden_size=30, num_attention_heads=3, intermediate_size=34), dict(vision_feature_layer=[1, -1, -2, 3], vision_feature_select_strategy="full", projector_hidden_act="gelu_pytorch_tanh"), storage="bfloat16", layout="shards"),
    "dinov2_layers_and_class": seeing(text("qwen2", tie_word_embeddings=True), dict(DINO, qkv_bias=False, mlp_ratio=3, image_size=56, layer_norm_eps=1e-5), dict(vision_feature_layer=[-2, -1], vision_feature_select_strategy="full", picture_size=56, multimodal_projector_bias=False), pickled(False), "float16"),
    "siglip_gemma": seeing(text("gemma", head_dim=12, tie_word_embeddings=True), dict(SIGLIP, image_size=47, patch_size=9, hidden_act="gelu", num_attention_heads=3), dict(vision_feature_layer=-2, vision_feature_select_strategy="full"), storage="bfloat16"),
    "siglip_all_but_first": seeing(text("phi3", partial_rotary_factor=0.5), SIGLIP, dict(vision_feature_layer=-1, vision_feature_select_strategy="default", projector_hidden_act="silu")),
    "next_siglip": seeing(text("mistral", num_key_value_heads=1, sliding_window=None, rope_parameters=rope("linear", factor=2.0)), dict(SIGLIP, image_size=45), dict(image_grid_pinpoints=[[45, 90], [135, 45], [90, 90], [45, 180]], **FULL), storage="float16", kind="next"),
    "next_layers": seeing(text("llama", vocab_size=300, head_dim=10, rope_parameters=rope("llama3", original_max_position_embeddings=32, **LLAMA3)), CLIP, dict(image_grid_pinpoints=[[42, 126], [84, 84], [168, 42]], vision_feature_layer=[-2, 1]), storage="bfloat16", kind="next", layout="shards"),
    "onevision_mistral": seeing(text("mistral", num_key_value_heads=1, sliding_window=None), dict(SIGLIP, image_size=44, patch_size=11), dict(image_grid_pinpoints=[[44, 44], [44, 88], [88, 44], [88, 88], [132, 88], [132, 132], [44, 132]], vision_aspect_ratio="anyres_max_2", **FULL), storage="bfloat16", kind="onevision"),
    "onevision_clip": seeing(text("qwen2", num_hidden_layers=3, use_sliding_window=True, sliding_window=16, max_window_layers=2), CLIP, dict(image_grid_pinpoints=[[42, 84], [84, 84], [126, 84]], vision_feature_layer=-2, vision_feature_select_strategy="default", vision_aspect_ratio="anyres_max_9"), kind="onevision"),
    "tied_language": seeing(text("qwen2"), CLIP, PATCHES, tie(True, None)),
    "tied_language_not_whole": seeing(text("qwen2"), CLIP, PATCHES, tie(True, False, without_head)),
    "tied_whole": seeing(text("qwen2"), CLIP, PATCHES, tie(None, True, without_head)),
    "tied_both_own_head": seeing(text("qwen2"), CLIP, PATCHES, tie(True, True)),
    "tied_by_default": seeing(text("gemma", head_dim=16), CLIP, PATCHES, tie(None, None, without_head)),
    "pictures_bilinear": seeing(text("llama"), CLIP, PATCHES, pictures(size=42, crop_size=42, resample=2, image_mean=[0.4, 0.5, 0.6], image_std=[0.2, 0.3, 0.25])),
    "pictures_cropped": seeing(text("llama"), CLIP, PATCHES, pictures(size={"shortest_edge": 50}, resample=1)),
    "pictures_not_normalised": seeing(text("llama"), CLIP, PATCHES, pictures(do_normalize=False, rescale_factor=0.0078125)),
    "pictures_not_cropped": seeing(text("llama"), CLIP, PATCHES, pictures(size={"height": 42, "width": 42}, do_center_crop=False)),
    "pictures_not_rescaled": seeing(text("llama"), SIGLIP, FULL, pictures(do_rescale=False, image_mean=[127.0, 127.0, 127.0], image_std=[100.0, 90.0, 80.0])),
}
PROCESSORS = {"siglip_vision_model": base.SiglipImageProcessorPil, "dinov2": base.BitImageProcessorPil, "clip_vision_model": base.CLIPImageProcessorPil}
TILED = {"next": base.LlavaNextImageProcessorPil, "onevision": base.LlavaOnevisionImageProcessorPil}


@torch.no_grad()
def make(name):
    base.make(name)
    kind, _, tower, _, _, _, change = CASES[name]
    folder = base.HERE / name
    change(folder / "model")
    model_class = base.CLASSES[kind][1] if kind != "text" else transformers.AutoModelForCausalLM
    model = model_class.from_pretrained(folder / "model", dtype=torch.float32, attn_implementation="eager").eval()
    path = folder / "expected" / "expected.json"
    expected = json.loads(path.read_text())
    seen = []
    if kind != "text":
        processor = TILED.get(kind, PROCESSORS[tower["model_type"]]).from_pretrained(folder / "model")
        seen = [base.see(kind, model, processor, Image.open(folder / entry["file"])) for entry in expected["images"]]
    tensors, expected["prompts"], margin = base.run(kind, model, base.make_tokenizer(kind != "text"), seen)
    for i, (pixels, hidden, features) in enumerate(seen):
        tensors |= {f"image.{i}.pixel_values": pixels, f"image.{i}.vision_hidden": hidden, f"image.{i}.image_features": features}
    save_file({k: t.contiguous() for k, t in tensors.items()}, folder / "expected" / "expected.safetensors")
    path.write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}: smallest gap as read {margin:.4f}")


if __name__ == "__main__":
    base.HERE = pathlib.Path(sys.argv[1])
    base.CASES.update({name: case[:6] for name, case in CASES.items()})
    for case in sys.argv[2:] or CASES:
        make(case)
