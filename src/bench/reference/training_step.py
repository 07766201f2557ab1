"""A step of the default model in PyTorch float32, on the batch that `src/bench/run training compare` wrote: of stage 1, or of
stage 2 with LoRA where the file has factors (rank 8, alpha 16, all linear layers).

For comparison only, never part of the product. Needs: torch, transformers, gguf, safetensors, numpy.

  training_step.py ASSETS BATCH.safetensors COUNT

Prints each step's time, the process's peak memory, and how far loss and gradients are from those in the file.
"""
import resource, sys, time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


SCALE = 2


class Updated(torch.nn.Module):
    """A frozen linear layer and its update."""

    def __init__(self, linear, a, b):
        super().__init__()
        self.linear, self.a, self.b = linear, torch.nn.Parameter(a), torch.nn.Parameter(b)

    def forward(self, x):
        return self.linear(x) + SCALE * F.linear(F.linear(x, self.a), self.b)


def update(model, batch):
    """Puts the file's factors in; returns them by their names there."""
    factors = {}
    for key in [k for k in batch if k.startswith("param.") and k.endswith(".lora_A.weight")]:
        name = key.removeprefix("param.").removesuffix(".lora_A.weight")
        parent, _, child = name.rpartition(".")
        module = Updated(model.get_submodule(name), batch[key], batch[key.replace("lora_A", "lora_B")])
        setattr(model.get_submodule(parent), child, module)
        factors |= {f"{name}.lora_A.weight": module.a, f"{name}.lora_B.weight": module.b}
    return factors


def main(assets, file, count):
    from transformers import AutoModelForCausalLM

    start, folder = time.time(), f"{assets}/models/nunchi-default"
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32).requires_grad_(False)
    weights = {k.split(".", 1)[1]: v.requires_grad_() for k, v in load_file(f"{folder}/projector.safetensors").items()}
    batch, table = load_file(file), model.get_input_embeddings().weight
    learning = {f"multi_modal_projector.{k}": v for k, v in weights.items()} | update(model, batch)
    size = sum(k.startswith("ids.") for k in batch)
    ids, labels, rows = [torch.stack([batch[f"{k}.{b}"] for b in range(size)]) for k in ("ids", "labels", "picture")]
    at, labels = batch["picture_at"].item(), labels[:, 1:]
    print(f"PyTorch float32, stage {2 if len(learning) > len(weights) else 1}, {torch.get_num_threads()} threads: loaded in {time.time() - start:.1f} s")
    for step in range(int(count)):
        start, processor = time.time(), time.process_time()
        x = F.layer_norm(rows, rows.shape[-1:], weights["norm.weight"], weights["norm.bias"])
        x = F.linear(F.gelu(F.linear(x, weights["linear_1.weight"], weights["linear_1.bias"])), weights["linear_2.weight"], weights["linear_2.bias"])
        e = torch.cat([table[ids[:, :at]], x, table[ids[:, at + rows.shape[1] :]]], 1)
        hidden, kept = model.model(inputs_embeds=e).last_hidden_state[:, :-1], labels != -100
        loss = F.cross_entropy(model.lm_head(hidden[kept]), labels[kept])
        for w in learning.values():
            w.grad = None
        loss.backward()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
        print(f"step {step}: {time.time() - start:.2f} s, processor {time.process_time() - processor:.2f} s, loss {loss.item():.6f}, {kept.sum()} targets, peak {peak} MB", flush=True)
    print(f"loss differs by {abs(loss.item() - batch['loss'].item()):.1e}")
    for name, w in learning.items():
        other = batch["grad." + name]
        apart = ((w.grad - other).norm() / w.grad.norm()).item()
        if name.startswith("multi_modal") or apart > 1e-4:
            print(f"  {name}: relative L2 {apart:.1e}, largest difference {(w.grad - other).abs().max().item():.1e} of {w.grad.abs().max().item():.1e}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
