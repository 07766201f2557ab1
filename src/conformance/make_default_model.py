"""Values that the default model must produce, computed in PyTorch: what `default-model/` holds.

    python src/conformance/make_default_model.py            from the repository's root

Needs torch, transformers, gguf and safetensors. `expected.safetensors` is of the bare weights,
`own.safetensors` of the model as it ships: its own adapter's projector, and its LoRA factors, if it
has any, added to the dequantised weights. The tower never changes, so pixels and features of the pictures are
taken from the recorded file; everything behind them is computed here.
"""

import json
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = pathlib.Path("assets/models/nunchi-default")
VALUES = pathlib.Path("src/conformance/default-model")
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
BEFORE, AFTER, END = "<|im_start|>user\n", "\n{}<|im_end|>\n<|im_start|>assistant\n", "<|im_end|>"
MOST_TOKENS = 60


def project(weights, features):
    of = lambda name: weights["multi_modal_projector." + name]
    rows = F.layer_norm(features, features.shape[-1:], of("norm.weight"), of("norm.bias"), 1e-5)
    rows = F.gelu(F.linear(rows, of("linear_1.weight"), of("linear_1.bias")))
    return F.linear(rows, of("linear_2.weight"), of("linear_2.bias"))


def values(model, encode, projector, facts, recorded):
    """Values of every picture by name, and the ids of the answers."""
    found, answers, end = {}, [], encode(END)[0]
    embed = model.get_input_embeddings()
    before, after = encode(BEFORE), encode(AFTER.format(facts["question"]))
    for i in range(len(facts["answers"])):
        rows = project(projector, recorded[f"image.{i}.vision_features"])
        prompt = torch.cat([embed(torch.tensor(before)), rows, embed(torch.tensor(after))])[None]
        step, greedy = model(inputs_embeds=prompt, use_cache=True), []
        found[f"image.{i}.image_features"] = rows
        found[f"prompt.{i}.last_logits"] = step.logits[0, -1].clone()
        ids = before + [facts["image_placeholder_id"]] * len(rows) + after
        found[f"prompt.{i}.input_ids"] = torch.tensor(ids)
        while len(greedy) < MOST_TOKENS and (not greedy or greedy[-1] != end):
            greedy.append(int(step.logits[0, -1].argmax()))
            step = model(torch.tensor([[greedy[-1]]]), past_key_values=step.past_key_values)
        found[f"prompt.{i}.greedy_ids"] = torch.tensor(greedy)
        answers.append(greedy)
    return found, answers


@torch.no_grad()
def main():
    tokenizer = AutoTokenizer.from_pretrained(MODEL, gguf_file=GGUF)
    model = AutoModelForCausalLM.from_pretrained(MODEL, gguf_file=GGUF, dtype=torch.float32).eval()
    encode = lambda text: tokenizer(text, add_special_tokens=False)["input_ids"]
    facts = json.loads((VALUES / "expected.json").read_text())
    recorded = load_file(VALUES / "expected.safetensors")

    bare, answers = values(model, encode, load_file(MODEL / "projector.safetensors"), facts, recorded)
    for name in recorded:
        bare.setdefault(name, recorded[name])
    save_file(bare, VALUES / "expected.safetensors")
    for answer, ids in zip(facts["answers"], answers):
        answer["answer"] = tokenizer.decode(ids, skip_special_tokens=True).strip()

    learnt = {k: v.float() for k, v in load_file(MODEL / "adapter/adapter.safetensors").items()}
    lora = json.loads((MODEL / "adapter/adapter.json").read_text()).get("lora")
    layers = dict(model.named_parameters())
    for name, a in learnt.items():
        if name.endswith(".lora_A.weight"):
            stem = name.removesuffix(".lora_A.weight")
            b = learnt[stem + ".lora_B.weight"]
            layers[stem + ".weight"] += lora["alpha"] / lora["rank"] * b @ a
    own, answers = values(model, encode, learnt, facts, recorded)
    save_file(own, VALUES / "own.safetensors")
    for answer, ids in zip(facts["answers"], answers):
        answer["own_answer"] = tokenizer.decode(ids, skip_special_tokens=True).strip()
    (VALUES / "expected.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
