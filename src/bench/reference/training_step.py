"""A Stage-1 step of the default model in PyTorch float32, on the batch that `src/bench/run training compare` wrote.

For comparison only, never part of the product. Needs: torch, transformers, gguf, safetensors, numpy.

  training_step.py ASSETS BATCH.safetensors COUNT

Prints each step's time, the process's peak memory, and how far loss and gradients are from those in the file.
"""
import resource, sys, time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file


def main(assets, file, count):
    from transformers import AutoModelForCausalLM

    start, folder = time.time(), f"{assets}/models/nunchi-default"
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32).requires_grad_(False)
    weights = {k.split(".", 1)[1]: v.requires_grad_() for k, v in load_file(f"{folder}/projector.safetensors").items()}
    batch, table = load_file(file), model.get_input_embeddings().weight
    size = sum(k.startswith("ids.") for k in batch)
    ids, labels, rows = [torch.stack([batch[f"{k}.{b}"] for b in range(size)]) for k in ("ids", "labels", "picture")]
    at, labels = batch["picture_at"].item(), labels[:, 1:]
    print(f"PyTorch float32, {torch.get_num_threads()} threads: loaded in {time.time() - start:.1f} s")
    for step in range(int(count)):
        start, processor = time.time(), time.process_time()
        x = F.layer_norm(rows, rows.shape[-1:], weights["norm.weight"], weights["norm.bias"])
        x = F.linear(F.gelu(F.linear(x, weights["linear_1.weight"], weights["linear_1.bias"])), weights["linear_2.weight"], weights["linear_2.bias"])
        e = torch.cat([table[ids[:, :at]], x, table[ids[:, at + rows.shape[1] :]]], 1)
        hidden, kept = model.model(inputs_embeds=e).last_hidden_state[:, :-1], labels != -100
        loss = F.cross_entropy(model.lm_head(hidden[kept]), labels[kept])
        for w in weights.values():
            w.grad = None
        loss.backward()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
        print(f"step {step}: {time.time() - start:.2f} s, processor {time.process_time() - processor:.2f} s, loss {loss.item():.6f}, {kept.sum()} targets, peak {peak} MB", flush=True)
    print(f"loss differs by {abs(loss.item() - batch['loss'].item()):.1e}")
    for name, w in weights.items():
        other = batch["grad.multi_modal_projector." + name]
        print(f"  {name}: relative L2 {((w.grad - other).norm() / w.grad.norm()).item():.1e}, largest difference {(w.grad - other).abs().max().item():.1e} of {w.grad.abs().max().item():.1e}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
