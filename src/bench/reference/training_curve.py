"""The steps of a first stage in PyTorch float32, from the weights, batches and learning rates that `src/bench/run curve` wrote.

For comparison only, never part of the product. Needs: torch, transformers, gguf, safetensors, numpy.

  training_curve.py ASSETS FOLDER [LIMIT]

Prints both losses of every step; exits with 1 if they are ever further apart than LIMIT (default 0.02).
"""
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


def projector(w, x):
    x = F.layer_norm(x, x.shape[-1:], w["norm.weight"], w["norm.bias"])
    return F.linear(F.gelu(F.linear(x, w["linear_1.weight"], w["linear_1.bias"])), w["linear_2.weight"], w["linear_2.bias"])


def padded(batch, name, size, filler):
    rows = [batch[f"{name}.{b}"].long() for b in range(size)]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=filler)


def loss_of(model, weights, batch):
    size = sum(k.startswith("ids.") for k in batch)
    lengths = torch.tensor([len(batch[f"ids.{b}"]) for b in range(size)])
    ids, labels = padded(batch, "ids", size, 0), padded(batch, "labels", size, -100)[:, 1:]
    mask = (torch.arange(ids.shape[1])[None] < lengths[:, None]).long()
    embeddings = model.get_input_embeddings().weight[ids.clamp(min=0)].clone()
    for b in range(size):
        rows = projector(weights, batch[f"picture.{b}"].float())
        at = batch[f"picture_at.{b}"].item()
        embeddings[b, at : at + len(rows)] = rows
    hidden, kept = model.model(inputs_embeds=embeddings, attention_mask=mask).last_hidden_state[:, :-1], labels != -100
    return F.cross_entropy(model.lm_head(hidden[kept]), labels[kept])


def main(assets, folder, limit=0.02):
    from transformers import AutoModelForCausalLM

    where = dict(pretrained_model_name_or_path=f"{assets}/models/nunchi-default", gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf")
    model = AutoModelForCausalLM.from_pretrained(dtype=torch.float32, **where).requires_grad_(False).eval()
    weights = {k.split(".", 1)[1]: v.requires_grad_() for k, v in load_file(f"{folder}/start.safetensors").items()}
    optimizer = torch.optim.AdamW(weights.values(), lr=0.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    gaps = []
    for n, line in enumerate(open(f"{folder}/losses.txt")):
        step, ours, rate = line.split()
        for group in optimizer.param_groups:
            group["lr"] = float(rate)
        optimizer.zero_grad()
        loss = loss_of(model, weights, load_file(f"{folder}/batch-{n}.safetensors"))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimizer.step()
        gaps.append(abs(loss.item() - float(ours)))
        print(f"step {step}: ours {float(ours):.4f}, PyTorch {loss.item():.4f}, apart {gaps[-1]:.1e}", flush=True)
    print(f"largest gap over {len(gaps)} steps: {max(gaps):.1e}, limit {limit}")
    return 0 if max(gaps) <= float(limit) else 1


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
