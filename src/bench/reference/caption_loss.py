"""Caption loss of the default model in PyTorch, on the photographs that `src/bench/run sees` takes.

For comparison only, never part of the product. Needs: torch, transformers, gguf, safetensors, pillow, numpy.

  caption_loss.py ASSETS TOWER.pth DATA [COUNT]

ASSETS is the repository's assets folder, TOWER.pth the original EfficientNet-Lite0 weights, DATA a folder with captions.jsonl.
"""
import json, math, re, sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file
from torch import nn

QUESTION = "Describe the image briefly."
STAGES = [(1, 16, 1, 3, 1), (2, 24, 6, 3, 2), (2, 40, 6, 5, 2), (3, 80, 6, 3, 2), (3, 112, 6, 5, 1), (4, 192, 6, 5, 2), (1, 320, 6, 3, 1)]


def conv(x, weights, name, stride=1, groups=1):
    w = weights[name + ".weight"]
    total = [max((math.ceil(n / stride) - 1) * stride + w.shape[-1] - n, 0) for n in x.shape[-2:]]
    x = F.pad(x, [total[1] // 2, total[1] - total[1] // 2, total[0] // 2, total[0] - total[0] // 2])
    return F.conv2d(x, w, None, stride, 0, 1, groups)


def norm(x, weights, name):
    part = [weights[f"{name}.{k}"] for k in ("running_mean", "running_var", "weight", "bias")]
    return F.batch_norm(x, *part, training=False, eps=1e-3)


def tower(weights, x):
    """[B, 3, 224, 224] -> [B, 49, 1280]"""
    x = F.relu6(norm(conv(x, weights, "_conv_stem", 2), weights, "_bn0"))
    index = 0
    for repeats, outputs, expand, _, stride in STAGES:
        for i in range(repeats):
            name, y = f"_blocks.{index}.", x
            if expand != 1:
                y = F.relu6(norm(conv(y, weights, name + "_expand_conv"), weights, name + "_bn0"))
            y = F.relu6(norm(conv(y, weights, name + "_depthwise_conv", stride if i == 0 else 1, y.shape[1]), weights, name + "_bn1"))
            y = norm(conv(y, weights, name + "_project_conv"), weights, name + "_bn2")
            x, index = (x + y if y.shape == x.shape else y), index + 1
    return F.relu6(norm(conv(x, weights, "_conv_head"), weights, "_bn1")).flatten(2).transpose(1, 2)


def projector(weights, x):
    w = {k.split(".", 1)[1]: v for k, v in weights.items()}
    x = F.layer_norm(x, x.shape[-1:], w["norm.weight"], w["norm.bias"])
    return F.linear(F.gelu(F.linear(x, w["linear_1.weight"], w["linear_1.bias"])), w["linear_2.weight"], w["linear_2.bias"])


def pixels(path):
    image = Image.open(path).convert("RGB")
    scale = 224 / min(image.size)
    image = image.resize([max(224, round(n * scale)) for n in image.size], Image.BICUBIC)
    left, top = [(n - 224) // 2 for n in image.size]
    x = np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32)
    return torch.tensor((x - 127.0) / 128.0).permute(2, 0, 1)[None]


def clean(caption):
    caption = re.sub(r"\s+([.,;:!?])", r"\1", caption.strip()).replace(" 's", "'s").replace(" n't", "n't").strip(' "')
    caption = re.sub(r"\s+", " ", caption).rstrip(". ")
    return caption[:1].upper() + caption[1:] + "."


def main(assets, tower_file, data, count=200):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    count, folder = int(count), f"{assets}/models/nunchi-default"
    where = dict(pretrained_model_name_or_path=folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf")
    model = AutoModelForCausalLM.from_pretrained(dtype=torch.float32, **where).eval()
    tokenizer = AutoTokenizer.from_pretrained(**where)
    encode = lambda text: tokenizer(text, add_special_tokens=False).input_ids
    rows = [json.loads(line) for line in open(f"{data}/captions.jsonl")]
    rows = [r for r in rows if len(r.get("captions", [])) >= 5]
    rows = [rows[i * len(rows) // count] for i in range(count)]
    eye, bridge = torch.load(tower_file, map_location="cpu"), load_file(f"{folder}/projector.safetensors")
    before, after, end = encode("<|im_start|>user\n"), encode(f"\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n"), encode("<|im_end|>")
    table, sums, tokens = model.get_input_embeddings().weight, [0.0, 0.0], 0
    with torch.no_grad():
        seen = [projector(bridge, tower(eye, pixels(f"{data}/{r['image']}"))) for r in rows]
        for i, row in enumerate(rows):
            target = encode(clean(row["captions"][0])) + end
            for which, picture in enumerate((seen[i], seen[(i + count // 2) % count])):
                embeddings = torch.cat([table[before][None], picture, table[after + target][None]], 1)
                logits = model(inputs_embeds=embeddings).logits[0, -len(target) - 1 : -1]
                sums[which] += F.cross_entropy(logits, torch.tensor(target), reduction="sum").item()
            tokens += len(target)
    print(f"PyTorch    right picture {sums[0] / tokens:.4f}, another {sums[1] / tokens:.4f} ({tokens} tokens)")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
