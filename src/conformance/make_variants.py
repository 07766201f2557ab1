"""Makes the cases of `variants/`: small random models of the kinds that `golden/` has not, and what
transformers computes with them. The layout of a case is that of `golden/README.md`.

    python make_variants.py [--training] [CASE ...]      needs torch, transformers 5, tokenizers, safetensors, Pillow 12

A case is a row of CASES. Weights are drawn from the row's seed, rounded to its storage type, and all
values are computed in float32 with eager attention from the rounded weights. A seed is passed over
until the smallest gap between the two best logits of a greedy step is at least 0.01.

Tiled cases expect training values, too: of the projector, as in `golden/README.md`. With --training
only these are made, from the files of a case.
"""

import json
import math
import pathlib
import shutil
import sys

import numpy
import torch
import transformers
from PIL import Image
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil
from transformers.models.llava_onevision.image_processing_pil_llava_onevision import (
    LlavaOnevisionImageProcessorPil,
)
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

HERE = pathlib.Path(__file__).parent / "variants"
GREEDY = 24
MARGIN = 0.01
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"]
END, IMAGE = 258, 259
VOCABULARY = 288  # larger than the tokenizer's: the last rows mean nothing
TEMPLATE = (
    "{%- for m in messages -%}{{ '<|im_start|>' + m['role'] + '\\n' }}"
    "{%- if m['content'] is string -%}{{ m['content'] }}{%- else -%}"
    "{%- for p in m['content'] -%}{%- if p['type'] == 'image' -%}{{ '<image>\\n' }}"
    "{%- else -%}{{ p['text'] }}{%- endif -%}{%- endfor -%}{%- endif -%}{{ '<|im_end|>\\n' }}"
    "{%- endfor -%}{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}"
)
PICTURES = {"wide": (83, 31), "tall": (29, 71)}

TEXT = dict(
    vocab_size=VOCABULARY, hidden_size=32, intermediate_size=56, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=512, eos_token_id=END, bos_token_id=None, pad_token_id=256,
    tie_word_embeddings=False,
)
TOWER = dict(hidden_size=24, intermediate_size=40, num_hidden_layers=3, num_attention_heads=2, image_size=42, patch_size=14)
SIGLIP = dict(TOWER, model_type="siglip_vision_model", vision_use_head=False)
CLIP = dict(TOWER, model_type="clip_vision_model", projection_dim=16)
DINO = dict(TOWER, model_type="dinov2")
TILES = [[42, 84], [84, 42], [84, 84], [42, 126], [126, 42]]


def text(model_type, **changes):
    return dict(TEXT, model_type=model_type, **changes)


# name: (kind, text configuration, vision configuration, changes of the whole, storage, layout)
CASES = {
    "mistral_window": ("text", text("mistral", sliding_window=9, num_key_value_heads=1, head_dim=16), None, {}, "float32", "hf"),
    "qwen2_window_yarn": (
        "text",
        text("qwen2", use_sliding_window=True, sliding_window=12, max_window_layers=1, num_hidden_layers=3,
             rope_parameters=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=64, rope_theta=10000.0)),
        None, {}, "bfloat16", "shards",
    ),
    "llama_linear_biases": (
        "text",
        text("llama", attention_bias=True, mlp_bias=True, num_key_value_heads=1, eos_token_id=[END, 256],
             rope_parameters=dict(rope_type="linear", factor=2.5, rope_theta=10000.0)),
        None, {}, "float16", "hf",
    ),
    "llama_dynamic_tied": (
        "text",
        text("llama", tie_word_embeddings=True, head_dim=16, rope_parameters=dict(rope_type="dynamic", factor=2.0, rope_theta=10000.0)),
        None, {}, "bfloat16", "hf",
    ),
    "gemma": ("text", text("gemma", head_dim=16, tie_word_embeddings=True), None, {}, "float32", "hf"),
    "phi3_long": (
        "text",
        text("phi3", max_position_embeddings=2048, original_max_position_embeddings=512, sliding_window=20,
             rope_parameters=dict(rope_type="longrope", short_factor=[1.0, 1.25, 1.5, 2.0], long_factor=[2.0, 3.0, 4.0, 5.0], rope_theta=10000.0)),
        None, {}, "float32", "hf",
    ),
    "stablelm": ("text", text("stablelm", use_qkv_bias=True, head_dim=8, num_key_value_heads=4, rope_parameters=dict(rope_type="default", rope_theta=10000.0, partial_rotary_factor=0.5)), None, {}, "float32", "hf"),
    "llava_clip_layers": ("llava", text("qwen2"), CLIP, dict(vision_feature_layer=[-1, 1, -3]), "float16", "shards"),
    "llava_dinov2_gemma": ("llava", text("gemma", head_dim=16), DINO, dict(vision_feature_layer=-1), "float32", "hf"),
    "llava_siglip_phi3": ("llava", text("phi3"), SIGLIP, dict(vision_feature_layer=-2, vision_feature_select_strategy="full", multimodal_projector_bias=False), "float32", "hf"),
    "llava_siglip_stablelm": ("llava", text("stablelm", num_key_value_heads=4), SIGLIP, dict(vision_feature_layer=-1, vision_feature_select_strategy="full"), "bfloat16", "hf"),
    "llava_next_odd": ("next", text("llama", num_key_value_heads=1), CLIP, dict(image_grid_pinpoints=TILES), "bfloat16", "hf"),
    "llava_onevision": ("onevision", text("qwen2"), SIGLIP, dict(image_grid_pinpoints=TILES + [[126, 126]], vision_feature_layer=-1, vision_feature_select_strategy="full", vision_aspect_ratio="anyres_max_1"), "float32", "hf"),
    "llama3_scaled": (
        "text",
        text("llama", num_key_value_heads=1, head_dim=16, tie_word_embeddings=True,
             rope_parameters=dict(rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                  original_max_position_embeddings=64, rope_theta=500.0)),
        None, {}, "float16", "hf",
    ),
    "qwen2_yarn": (
        "text",
        text("qwen2", rope_parameters=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=128, rope_theta=500.0)),
        None, {}, "bfloat16", "hf",
    ),
    "llava_siglip_odd": ("llava", text("llama"), dict(SIGLIP, image_size=45), dict(vision_feature_layer=-1, vision_feature_select_strategy="full"), "float16", "hf"),
    "llava_dinov2_resized": ("llava", text("llama"), dict(DINO, image_size=70), dict(vision_feature_layer=-1, picture_size=42), "float16", "hf"),
    "llava_gemma_heads_of_20": ("llava", text("gemma", head_dim=20, num_key_value_heads=1, attention_bias=True, hidden_activation="gelu"), CLIP, dict(vision_feature_layer=2), "float32", "hf"),
    "llava_clip_full_layers": ("llava", text("mistral", sliding_window=16, num_key_value_heads=1), dict(CLIP, hidden_act="gelu", image_size=45), dict(vision_feature_layer=[-2, 0, -1], vision_feature_select_strategy="full"), "float16", "hf"),
    "llava_original_mlp": ("llava", text("llama"), CLIP, dict(vision_feature_layer=-2), "float32", "original"),
    "qwen2_own_head": ("text", text("qwen2", num_key_value_heads=1), None, {}, "float16", "hf"),
    "llava_clip_do_pad": ("llava", text("llama", num_key_value_heads=1), CLIP, dict(vision_feature_layer=-2), "float16", "hf"),
}
# What a file says after the model was written, and transformers takes no notice of.
EDITS = {
    "qwen2_own_head": ("config.json", dict(tie_word_embeddings=True)),
    "llava_clip_do_pad": ("preprocessor_config.json", dict(do_pad=True)),
}
CLASSES = {
    "llava": (transformers.LlavaConfig, transformers.LlavaForConditionalGeneration),
    "next": (transformers.LlavaNextConfig, transformers.LlavaNextForConditionalGeneration),
    "onevision": (transformers.LlavaOnevisionConfig, transformers.LlavaOnevisionForConditionalGeneration),
}


def make_tokenizer(pictures):
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    specials = SPECIALS if pictures else SPECIALS[:3]
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in specials])
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


def make_model(kind, text_config, vision_config, changes, seed):
    torch.manual_seed(seed)
    changes = {key: value for key, value in changes.items() if key != "picture_size"}
    language = transformers.AutoConfig.for_model(**text_config)
    if kind == "text":
        config = language
        model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    else:
        config_class, model_class = CLASSES[kind]
        vision = transformers.AutoConfig.for_model(**vision_config)
        config = config_class(text_config=language, vision_config=vision, image_token_index=IMAGE,
                              tie_word_embeddings=text_config["tie_word_embeddings"], **changes)
        config._attn_implementation = "eager"
        model = model_class(config)
        model.set_attn_implementation("eager")
    for name, weight in model.named_parameters():
        # Large enough that layers matter, and no norm is the identity.
        if weight.dim() > 1:
            # Rows of a tied table are the head's, too: small ones, or every answer is an echo.
            rows = 0.08 if text_config["tie_word_embeddings"] else 0.6
            torch.nn.init.normal_(weight, std=rows if "embed_tokens" in name else 0.7 / math.sqrt(weight.shape[-1]))
        elif "norm" in name and name.endswith("weight") and text_config["model_type"] != "gemma":
            torch.nn.init.normal_(weight, mean=1.0, std=0.2)
        else:
            torch.nn.init.normal_(weight, std=0.2)
    return model.eval()


def processor_for(kind, vision, changes):
    side = changes.get("picture_size", vision["image_size"])
    crop = dict(size={"shortest_edge": side}, crop_size={"height": side, "width": side}, resample=3)
    exact = dict(size={"height": side, "width": side}, resample=3)
    if kind == "next":
        return LlavaNextImageProcessorPil(image_grid_pinpoints=changes["image_grid_pinpoints"], **crop)
    if kind == "onevision":
        return LlavaOnevisionImageProcessorPil(image_grid_pinpoints=changes["image_grid_pinpoints"], **exact)
    if vision["model_type"] == "siglip_vision_model":
        return SiglipImageProcessorPil(**exact)
    return (BitImageProcessorPil if vision["model_type"] == "dinov2" else CLIPImageProcessorPil)(**crop)


def picture(name, size):
    width, height = size
    y, x = numpy.mgrid[0:height, 0:width]
    rgb = numpy.stack([x * 255 / width, y * 255 / height, 127 + 120 * numpy.sin(x * y / 50.0 + len(name))], axis=-1)
    return Image.fromarray(rgb.round().clip(0, 255).astype(numpy.uint8))


def see(kind, model, processor, image):
    """Pixel values, hidden states before the first row is dropped, and the rows for the prompt."""
    inputs = processor(images=[image], return_tensors="pt")
    pixels = inputs["pixel_values"]
    tiles = pixels[0] if pixels.dim() == 5 else pixels
    core = model.model
    states = core.vision_tower(tiles, output_hidden_states=True).hidden_states
    layers = model.config.vision_feature_layer
    hidden = torch.cat([states[i] for i in ([layers] if isinstance(layers, int) else layers)], dim=-1)
    sizes = {} if kind == "llava" else {"image_sizes": inputs["image_sizes"]}
    features = core.get_image_features(pixel_values=pixels, **sizes).pooler_output
    return tiles, hidden, features[0].reshape(-1, features[0].shape[-1])


PROMPTS = {
    "image0": ([dict(role="user", content=[dict(type="image"), dict(type="text", text="What is this?")])], [0]),
    "image1_korean": ([dict(role="user", content=[dict(type="image"), dict(type="text", text="무엇인가요?")])], [1]),
    "text_only": ([dict(role="system", content="Be brief."), dict(role="user", content="Count to three, please.")], []),
}


def run(kind, model, tokenizer, seen):
    tensors, prompts, smallest = {}, {}, float("inf")
    embed = model.get_input_embeddings()
    for key, (messages, order) in PROMPTS.items():
        if order and kind == "text":
            continue
        rendered = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        short = tokenizer(rendered, add_special_tokens=False)["input_ids"]
        ids, rows = [], []
        pictures = iter(order)
        for i in short:
            if i == IMAGE and order:
                features = seen[next(pictures)][2]
                ids += [i] * features.shape[0]
                rows.append(features)
            else:
                ids.append(i)
                rows.append(embed(torch.tensor([i])))
        sequence = torch.cat(rows)[None]
        greedy = []
        for step in range(GREEDY):
            logits = model(inputs_embeds=sequence).logits[0]
            if step == 0:
                tensors[f"prompt.{key}.logits"] = logits.clone()
            best = logits[-1].topk(2)
            smallest = min(smallest, float(best.values[0] - best.values[1]))
            greedy.append(int(best.indices[0]))
            sequence = torch.cat([sequence, embed(torch.tensor([[greedy[-1]]]))], dim=1)
        tensors[f"prompt.{key}.input_ids"] = torch.tensor(ids)
        tensors[f"prompt.{key}.greedy_ids"] = torch.tensor(greedy)
        stop = greedy[GREEDY // 3]
        prompts[key] = dict(
            messages=messages, image_order=order, text=rendered, token_ids_before_expansion=short, length=len(ids),
            greedy_ids=greedy, greedy_text=tokenizer.decode(greedy, skip_special_tokens=True),
            greedy_text_with_special=tokenizer.decode(greedy, skip_special_tokens=False),
            greedy_min_margin=round(smallest, 5),
            stop_example=dict(stop_token_id=stop, ids_without_stop=greedy[: greedy.index(stop)]),
        )
    return tensors, prompts, smallest


def save_original(model, folder):
    """The layout of the original LLaVA repository, with a tower of its own and one that was trained along."""
    weights = load_file(folder / "model" / "model.safetensors")
    tower = folder / "clip-vit-tiny-patch14-42"
    tower.mkdir()
    renamed, frozen = {}, {}
    for name, tensor in weights.items():
        name = name.replace("language_model.model.", "model.").replace("language_model.lm_head", "lm_head")
        name = name.replace("model.language_model.", "model.")
        if "vision_tower" in name:
            end = name.split("vision_model.")[-1].split("vision_tower.")[-1]
            renamed["model.vision_tower.vision_tower.vision_model." + end] = tensor
            frozen["vision_model." + end] = torch.zeros_like(tensor)
        elif "multi_modal_projector" in name:
            end = name.split("multi_modal_projector.")[-1].replace("linear_1", "0").replace("linear_2", "2")
            renamed["model.mm_projector." + end] = tensor
        else:
            renamed[name] = tensor
    save_file(renamed, folder / "model" / "model.safetensors")
    save_file(frozen, tower / "model.safetensors")
    (folder / "model" / "preprocessor_config.json").rename(tower / "preprocessor_config.json")
    (tower / "config.json").write_text(json.dumps(dict(model.config.vision_config.to_diff_dict(), model_type="clip_vision_model"), indent=2))
    config = model.config.text_config.to_dict()
    keys = ["vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
            "num_key_value_heads", "max_position_embeddings", "rms_norm_eps", "hidden_act", "eos_token_id"]
    original = {key: config[key] for key in keys}
    original.update(model_type="llava_llama", mm_projector_type="mlp2x_gelu", mm_hidden_size=model.config.vision_config.hidden_size,
                    mm_vision_select_layer=-2, mm_vision_select_feature="patch", mm_vision_tower="someone/" + tower.name,
                    mm_use_im_start_end=False, image_aspect_ratio="pad", tie_word_embeddings=False)
    (folder / "model" / "config.json").write_text(json.dumps(original, indent=2))


def padded(image, mean):
    side = max(image.size)
    canvas = Image.new("RGB", (side, side), tuple(int(m * 255) for m in mean))
    canvas.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return canvas


torch.set_num_threads(1)


@torch.no_grad()
def make(name):
    kind, text_config, vision_config, changes, storage, layout = CASES[name]
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    tokenizer = make_tokenizer(kind != "text" and layout != "original")
    for seed in range(1, 200):
        model = make_model(kind, text_config, vision_config, changes, seed)
        dtype = getattr(torch, storage)
        for weight in model.parameters():
            # Not model.to(): that would round the rotary frequencies, too.
            weight.data = weight.data.to(dtype).float()
        images = {n: picture(n, size) for n, size in PICTURES.items()} if kind != "text" else {}
        processor = processor_for(kind, vision_config, changes) if images else None
        frame = (lambda i: padded(i, processor.image_mean)) if layout == "original" else (lambda i: i)
        seen = [see(kind, model, processor, frame(image)) for image in images.values()]
        reader = make_tokenizer(True) if images else tokenizer
        tensors, prompts, margin = run(kind, model, reader, seen)
        if margin >= MARGIN:
            break
    else:
        raise SystemExit(f"{name}: no seed")
    (folder / "model").mkdir(parents=True)
    (folder / "expected").mkdir()
    entries = []
    for i, (n, image) in enumerate(images.items()):
        (folder / "images").mkdir(exist_ok=True)
        image.save(folder / "images" / f"{n}.png")
        pixels, hidden, features = seen[i]
        tensors.update({f"image.{i}.pixel_values": pixels, f"image.{i}.vision_hidden": hidden, f"image.{i}.image_features": features})
        entries.append(dict(file=f"images/{n}.png", height=image.height, width=image.width, tiles=pixels.shape[0], image_tokens=features.shape[0]))
    model = model.to(dtype)
    model.save_pretrained(folder / "model", max_shard_size="60KB" if layout == "shards" else "1GB")
    tokenizer.save_pretrained(folder / "model")
    if processor:
        processor.save_pretrained(folder / "model")
    (folder / "model" / "generation_config.json").unlink(missing_ok=True)
    image_id = IMAGE if images else None
    if layout == "original":
        save_original(model, folder)
        image_id = -200
        for prompt in prompts.values():
            prompt["token_ids_before_expansion"] = [-200 if i == IMAGE else i for i in prompt["token_ids_before_expansion"]]
        for key in [k for k in tensors if k.endswith("input_ids")]:
            tensors[key] = torch.where(tensors[key] == IMAGE, -200, tensors[key])
    if name in EDITS:
        file, values = EDITS[name]
        path = folder / "model" / file
        path.write_text(json.dumps(json.loads(path.read_text()) | values, indent=2))
    expected = dict(case=name, model_kind="orig" if layout == "original" else kind, image_token_id=image_id, images=entries,
                    prompts=prompts, greedy_min_margin=round(margin, 5),
                    weights=dict(seed=seed, storage=storage, layout=layout, transformers=transformers.__version__))
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "expected" / "expected.safetensors")
    (folder / "expected" / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}: seed {seed}, margin {margin:.3f}, tokens {[e['image_tokens'] for e in entries]}")


SAMPLES = [
    [("What is this?", "A wide one.")],
    [("무엇인가요?", "높은 그림입니다."), ("How high?", "Twice as high as wide.")],
]
CAPTIONS = ["A wide picture.", "높은 그림."]


def conversation(turns):
    messages = []
    for i, (question, answer) in enumerate(turns):
        text = dict(type="text", text=question)
        messages.append(dict(role="user", content=[text] if i else [dict(type="image"), text]))
        messages.append(dict(role="assistant", content=[dict(type="text", text=answer)]))
    return messages


def labelled(tokenizer, pieces, tokens):
    """Ids and labels of (text, whether it is learnt), the placeholder repeated."""
    ids, labels = [], []
    for text, learnt in pieces:
        for i in tokenizer(text, add_special_tokens=False)["input_ids"]:
            times = tokens if i == IMAGE else 1
            ids += [i] * times
            labels += [i if learnt else -100] * times
    return ids, labels


def batch_of(rows, seen):
    length = max(len(ids) for ids, _, _ in rows)
    pad = lambda values, filler: torch.tensor([v + [filler] * (length - len(v)) for v in values])
    inputs = dict(input_ids=pad([r[0] for r in rows], 256), labels=pad([r[1] for r in rows], -100),
                  attention_mask=pad([[1] * len(r[0]) for r in rows], 0))
    batches = [seen[r[2]] for r in rows]
    tiles = max(b["pixel_values"].shape[1] for b in batches)
    grow = lambda p: torch.nn.functional.pad(p, (0, 0) * 3 + (0, tiles - p.shape[1]))
    pictures = dict(pixel_values=torch.cat([grow(b["pixel_values"]) for b in batches]), image_sizes=torch.cat([b["image_sizes"] for b in batches]))
    return inputs, pictures


def train(name):
    """Losses, gradients and steps of the projector, added to what a tiled case expects already."""
    folder = HERE / name
    kind = CASES[name][0]
    model = CLASSES[kind][1].from_pretrained(folder / "model", dtype=torch.float32, attn_implementation="eager")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder / "model")
    expected = json.loads((folder / "expected" / "expected.json").read_text())
    tensors = load_file(folder / "expected" / "expected.safetensors")
    # Not through the processor again: another version of Pillow may give other pixels.
    seen = [dict(pixel_values=tensors[f"image.{i}.pixel_values"][None], image_sizes=torch.tensor([[e["height"], e["width"]]]))
            for i, e in enumerate(expected["images"])]
    projector = {n.removeprefix("model."): p for n, p in model.named_parameters() if "multi_modal_projector" in n}

    def loss(rows, key=None):
        inputs, pictures = batch_of(rows, seen)
        model.zero_grad()
        value = model(**inputs, **pictures).loss
        value.backward()
        if key:
            tensors.update({f"train.{key}.{n}": v for n, v in inputs.items()})
            tensors.update({f"train.{key}.grad.{n}": p.grad.clone() for n, p in projector.items()})
            tensors[f"train.{key}.loss"] = value.detach().reshape(1)
        return value.item()

    rows, samples = [], []
    for i, turns in enumerate(SAMPLES):
        pieces = []
        for j, (question, answer) in enumerate(turns):
            shown = "" if j else "<image>\n"
            pieces += [(f"<|im_start|>user\n{shown}{question}<|im_end|>\n<|im_start|>assistant\n", False), (answer + "<|im_end|>", True), ("\n", False)]
        ids, labels = labelled(tokenizer, pieces, expected["images"][i]["image_tokens"])
        rows.append((ids, labels, i))
        samples.append(dict(messages=conversation(turns), text="".join(p for p, _ in pieces), image_order=[i], length=len(ids), target_tokens=sum(l != -100 for l in labels)))
    plain, captions = [], []
    for i, caption in enumerate(CAPTIONS):
        ids, labels = labelled(tokenizer, [("<image>", False), (caption + "\n", True)], expected["images"][i]["image_tokens"])
        plain.append((ids, labels, i))
        captions.append(dict(text=f"<image>{caption}\n", image_order=[i], length=len(ids)))
    training = dict(samples=samples, pad_token_id=256, single_loss=loss(rows[:1], "single"), batch_loss=loss(rows, "batch"),
                    plain=dict(loss=loss(plain, "plain"), samples=captions))
    optimizer = torch.optim.AdamW(projector.values(), lr=1e-3, weight_decay=0.0)
    losses = []
    for _ in range(5):
        losses.append(loss(rows))
        optimizer.step()
    losses.append(loss(rows))
    tensors["train.adamw.losses"] = torch.tensor(losses)
    tensors.update({f"train.adamw.param.{n}": p.detach().clone() for n, p in projector.items()})
    training["adamw"] = dict(steps=5, lr=1e-3, betas=[0.9, 0.999], eps=1e-8, weight_decay=0.0, losses=losses, trained="projector", batch="ragged batch")
    expected["training"] = training
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "expected" / "expected.safetensors")
    (folder / "expected" / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}: losses {losses[0]:.4f} to {losses[-1]:.4f}")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    if wanted[:1] == ["--training"]:
        wanted = wanted[1:]
    else:
        for case in wanted or CASES:
            make(case)
    for case in wanted or CASES:
        if CASES[case][0] in ("next", "onevision"):
            train(case)
