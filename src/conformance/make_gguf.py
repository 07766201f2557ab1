"""Makes the cases of `gguf/`: models of `variants/` as llama.cpp's own converters write them, with the
values that transformers computed for them.

    python make_gguf.py LLAMA_CPP [CASE ...]    needs what make_variants.py needs, gguf, and the source of
                                                llama.cpp (the folder with convert_hf_to_gguf.py)

Language models go through `convert_hf_to_gguf.py`, towers through
`tools/mtmd/legacy-models/convert_image_encoder_to_gguf.py`. Both know tokenizers by a hash and read the
configurations of transformers 4, so the tokenizer's kind is given and the configuration is spelt as it
was then. Weights keep the type of their case, so the expected values hold as they are.
"""

import importlib.util
import json
import pathlib
import runpy
import shutil
import sys
import tempfile

import torch
import transformers
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent
LLAMA_CPP = pathlib.Path(sys.argv[1])
IMAGE = 259

# name: (the case of variants/, changes of the tower's configuration)
CASES = {
    "gemma": ("gemma", None),
    "phi3_long": ("phi3_long", None),
    "stablelm": ("stablelm", None),
    "llama_linear_biases": ("llama_linear_biases", None),
    "llama3_scaled": ("llama3_scaled", None),
    "qwen2_yarn": ("qwen2_yarn", None),
    "llava_next_odd": ("llava_next_odd", dict(mm_patch_merge_type="spatial_unpad", image_aspect_ratio="anyres")),
    "llava_clip_layers": ("llava_clip_layers", {}),
    "llava_siglip_odd": ("llava_siglip_odd", {}),
}
OUTTYPES = {"float32": "f32", "float16": "f16", "bfloat16": "bf16"}


class OlderTower(torch.nn.Module):
    """A tower under the name that it had in transformers 4."""

    def __init__(self, tower):
        super().__init__()
        self.vision_model = tower


def converter():
    spec = importlib.util.spec_from_file_location("convert_hf_to_gguf", LLAMA_CPP / "convert_hf_to_gguf.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.TextModel.get_vocab_base_pre = lambda self, tokenizer: "gpt-2"
    for model in (module.GemmaModel, module.Phi3MiniModel):
        model.set_vocab = module.TextModel._set_vocab_gpt2
    module.ModelBase.load_hparams = staticmethod(lambda folder, *_: json.loads((folder / "config.json").read_text()))
    return module


def older(config):
    """The language model's configuration as transformers 4 wrote it."""
    config = dict(config)
    rope = dict(config.pop("rope_parameters", None) or {})
    config["rope_theta"] = rope.pop("rope_theta", 10000.0)
    if "partial_rotary_factor" in rope:
        config["partial_rotary_factor"] = rope.pop("partial_rotary_factor")
    if "original_max_position_embeddings" in rope:
        config["original_max_position_embeddings"] = rope["original_max_position_embeddings"]
    config["rope_scaling"] = None if rope.get("rope_type", "default") == "default" else rope
    if config["model_type"] == "stablelm":
        config.setdefault("use_parallel_residual", False)
    if config.get("head_dim", 0) is None:
        del config["head_dim"]
    return config


def language_folder(model, source, folder):
    """The language model alone, as a checkpoint of its own."""
    config = model.config.get_text_config()
    weights = {}
    for name, tensor in model.state_dict().items():
        name = name.replace("model.language_model.", "model.")
        if name.startswith(("model.layers.", "model.embed_tokens.", "model.norm.", "lm_head.")):
            tied = name == "lm_head.weight" and config.tie_word_embeddings
            weights.update({} if tied else {name: tensor.contiguous()})
    save_file(weights, folder / "model.safetensors")
    kind = {"llama": "Llama", "mistral": "Mistral", "qwen2": "Qwen2", "gemma": "Gemma", "phi3": "Phi3", "stablelm": "StableLm"}
    stored = older(config.to_dict() | dict(architectures=[kind[config.model_type] + "ForCausalLM"]))
    (folder / "config.json").write_text(json.dumps(stored, default=str))
    for file in source.iterdir():
        if "token" in file.name or "template" in file.name:
            shutil.copy(file, folder)


def convert_language(module, folder, target, storage):
    sys.argv = ["convert_hf_to_gguf.py", str(folder), "--outfile", str(target), "--outtype", OUTTYPES[storage]]
    module.main()


def convert_vision(model, changes, folder, target, storage):
    """The tower as a checkpoint of its own, and the projector as the surgery scripts leave it."""
    vision = model.config.vision_config
    layers = model.config.vision_feature_layer
    tower = model.model.vision_tower
    folder.mkdir()
    config = vision.to_dict() | dict(projection_dim=16, vision_feature_layer=layers)
    if hasattr(model.config, "image_grid_pinpoints"):
        # Width first, as in the original repository's configurations, which the files come from.
        config["image_grid_pinpoints"] = [[w, h] for h, w in model.config.image_grid_pinpoints]
    (folder / "config.json").write_text(json.dumps(config | changes, default=str))
    kept = {n.removeprefix("model."): t for n, t in model.state_dict().items()}
    projector = {n: t.float() for n, t in kept.items() if n.startswith(("multi_modal_projector.", "image_newline"))}
    torch.save(projector, folder / "llava.projector")
    siglip = vision.model_type == "siglip_vision_model"
    mean = ["0.5", "0.5", "0.5"] if siglip else ["0.48145466", "0.4578275", "0.40821073"]
    deviation = ["0.5", "0.5", "0.5"] if siglip else ["0.26862954", "0.26130258", "0.27577711"]
    sys.argv = ["convert", "-m", str(folder), "--clip-model-is-vision", "--llava-projector", str(folder / "llava.projector"),
                "--output-dir", str(folder / "out"), "--image-mean", *mean, "--image-std", *deviation]
    sys.argv += ["--clip-model-is-siglip"] if siglip else []
    sys.argv += ["--use-f32"] if storage != "float16" else []
    for name in ("CLIPVisionModel", "SiglipVisionModel"):
        older_class = type(name, (), dict(from_pretrained=staticmethod(lambda _: OlderTower(tower.float()))))
        setattr(sys.modules["transformers"], name, older_class)
    runpy.run_path(str(LLAMA_CPP / "tools/mtmd/legacy-models/convert_image_encoder_to_gguf.py"))
    shutil.move(next((folder / "out").glob("*.gguf")), target)


def make(name, module):
    base, changes = CASES[name]
    source = HERE / "variants" / base
    folder = HERE / "gguf" / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "expected").mkdir(parents=True)
    expected = json.loads((source / "expected" / "expected.json").read_text())
    storage = expected["weights"]["storage"]
    kind = transformers.AutoModelForImageTextToText if changes is not None else transformers.AutoModelForCausalLM
    model = kind.from_pretrained(source / "model", dtype=getattr(torch, storage))
    files = {"text": "model.gguf"}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "language").mkdir()
        language_folder(model, source / "model", scratch / "language")
        convert_language(module, scratch / "language", folder / "model.gguf", storage)
        if changes is not None:
            files["mmproj"] = "mmproj.gguf"
            convert_vision(model, changes, scratch / "vision", folder / "mmproj.gguf", storage)
    tensors = load_file(source / "expected" / "expected.safetensors")
    if changes is not None:
        shutil.copytree(source / "images", folder / "images")
    tensors = {k: t for k, t in tensors.items() if not k.endswith("vision_hidden") and not k.startswith("train.")}
    save_file(tensors, folder / "expected" / "expected.safetensors")
    prompts = {
        key: {k: prompt[k] for k in ("text", "image_order", "greedy_ids", "greedy_min_margin")}
        for key, prompt in expected["prompts"].items()
    }
    written = dict(base_case=base, arch=model.config.get_text_config().model_type, files=files,
                   image_token_id=expected["image_token_id"] or -1, images=expected["images"], prompts=prompts, tensors={})
    (folder / "expected" / "expected.json").write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")


wanted = sys.argv[2:] or list(CASES)
convert = converter()
for case in wanted:
    make(case, convert)
