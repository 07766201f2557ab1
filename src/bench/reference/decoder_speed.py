"""A language model of a GGUF file in PyTorch by transformers: a peer for `src/bench/run peers`.

For comparison only, never part of the product. Needs: torch, transformers, gguf.

  decoder_speed.py FILE.gguf DTYPE THREADS    DTYPE is float32 or bfloat16

Weights are unpacked to DTYPE. Prints its name; then, for each line `prefill N` or `decode CONTEXT COUNT`, tokens a second, each after
a run that warms up. Tokens are random, and only the last one's logits are computed.
"""

import os, sys, time

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import torch
from transformers import AutoModelForCausalLM, DynamicCache

file, dtype, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
model = AutoModelForCausalLM.from_pretrained(os.path.dirname(file), gguf_file=os.path.basename(file), dtype=getattr(torch, dtype)).eval()


def read(count, cache):
    ids = torch.randint(0, model.config.vocab_size, (1, count))
    model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)


def timed(count, cache, steps=1):
    start = time.perf_counter()
    for _ in range(steps):
        read(count, cache)
    return count * steps / (time.perf_counter() - start)


def filled(count):
    cache = DynamicCache()
    read(count, cache)
    return cache


print(f"PyTorch {torch.__version__.split('+')[0]} {dtype}", flush=True)
with torch.inference_mode():
    for line in sys.stdin:
        work, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        if work == "prefill":
            filled(numbers[0])
            speed = timed(numbers[0], DynamicCache())
        else:
            cache = filled(numbers[0])
            read(1, cache)
            cache.crop(-1)
            speed = timed(1, cache, numbers[1])
        print(speed, flush=True)
