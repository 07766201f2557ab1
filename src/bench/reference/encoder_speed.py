"""CLIP ViT-L/14 at 336 pixels with LLaVA-1.5's projector in PyTorch: a peer for `src/bench/run peers`.

For comparison only, never part of the product. Needs: torch, transformers.

  encoder_speed.py DTYPE THREADS    DTYPE is float32 or bfloat16

Weights are random: only their shapes count. Runs the 23 layers that LLaVA runs. Prints its name; then, for each line `encode`, the
milliseconds of one picture after another one that warms up.
"""

import sys, time

import torch
from transformers import CLIPVisionConfig, CLIPVisionModel, __version__

dtype, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
config = CLIPVisionConfig(
    image_size=336, patch_size=14, hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16, projection_dim=768
)
tower = CLIPVisionModel(config).to(getattr(torch, dtype)).eval()
projector = torch.nn.Sequential(torch.nn.Linear(1024, 2048), torch.nn.GELU(), torch.nn.Linear(2048, 2048)).to(tower.dtype).eval()
pixels = torch.randn(1, 3, 336, 336, dtype=tower.dtype)


def encode():
    with torch.inference_mode():
        # The last norm is for the pooled token only, which no one asks for here; it is a thousandth of the work.
        return projector(tower(pixels).last_hidden_state[:, 1:])


print(f"PyTorch {torch.__version__.split('+')[0]} {dtype}", flush=True)
for _ in sys.stdin:
    encode()
    start = time.perf_counter()
    encode()
    print((time.perf_counter() - start) * 1000, flush=True)
