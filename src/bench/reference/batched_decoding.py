"""What decoding several sequences at once gives, on the compiled decoder of a model.

usage: batched_decoding.py DECODER.onnx [CONTEXT [STEPS]]

The graph's batch dimension, 1 as Nunchi writes it, is set free in a copy. Time is processor time on one thread, so that other
work on the machine does not show. Then the rows of a batch whose sequences differ in length are compared with each alone.
"""

import pathlib
import sys
import time

import numpy as np
import onnx
import onnxruntime as ort

ROOM = 1024  # positions in each cache


class Decoder:
    def __init__(self, path):
        model = onnx.load(path, load_external_data=False)
        self.shapes = {}
        for value in model.graph.input:
            dims = value.type.tensor_type.shape.dim
            self.shapes[value.name] = [d.dim_value or d.dim_param for d in dims]
            if value.name not in ("logit_positions", "total_sequence_length"):
                dims[0].dim_param = "B"
        for value in model.graph.output:
            value.type.tensor_type.shape.dim[0].dim_param = "B"
        del model.graph.value_info[:]
        freed = pathlib.Path(path).with_name("batched.onnx")
        onnx.save(model, freed)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(str(freed), options, providers=["CPUExecutionProvider"])
        freed.unlink()
        names = [o.name for o in self.session.get_outputs()]
        self.logits = next(n for n in names if "logits" in n)
        pasts = sorted(n for n, shape in self.shapes.items() if len(shape) == 4)
        self.caches = list(zip(pasts, sorted(n for n in names if n != self.logits)))
        self.rows = next(n for n, shape in self.shapes.items() if len(shape) == 3)

    def cache(self, random, batch):
        shape = lambda name: (batch, self.shapes[name][1], ROOM, self.shapes[name][3])
        return {past: random.standard_normal(shape(past)).astype("f") * 0.3 for past, _ in self.caches}

    def row(self, random, batch):
        return random.standard_normal((batch, 1, self.shapes[self.rows][2])).astype("f") * 0.1

    def bind(self, cache):
        return {name: ort.OrtValue.ortvalue_from_numpy(values.copy()) for name, values in cache.items()}

    def step(self, bound, row, lengths):
        """One token for each sequence, appended in place."""
        io = self.session.io_binding()
        io.bind_cpu_input(self.rows, row)
        io.bind_cpu_input("logit_positions", np.array([0], "i8"))
        io.bind_cpu_input("seqlens_k", np.array(lengths, "i4"))
        io.bind_cpu_input("total_sequence_length", np.array([max(lengths) + 1], "i4"))
        for past, present in self.caches:
            io.bind_ortvalue_input(past, bound[past])
            io.bind_ortvalue_output(present, bound[past])
        io.bind_output(self.logits)
        self.session.run_with_iobinding(io)
        return io.get_outputs()[-1].numpy()[:, 0]


def seconds(decoder, random, batch, context, steps):
    bound, row = decoder.bind(decoder.cache(random, batch)), decoder.row(random, batch)
    times = []
    for step in range(steps):
        began = time.process_time()
        decoder.step(bound, row, [context + step] * batch)
        times.append(time.process_time() - began)
    return float(np.median(times))


def main(path, context=200, steps=30):
    random = np.random.default_rng(1)
    decoder = Decoder(path)
    one = seconds(decoder, random, 1, context, steps)
    for batch in (1, 2, 4, 8):
        took = seconds(decoder, random, batch, context, steps)
        print(f"{batch} at once: {1e3 * took:.1f} ms a step, {batch / took:.0f} tokens/s, {batch * one / took:.2f} times one")
    lengths = [37, 200, 64, 151]
    cache, row = decoder.cache(random, len(lengths)), decoder.row(random, len(lengths))
    together = decoder.step(decoder.bind(cache), row, lengths)
    for i, length in enumerate(lengths):
        alone = decoder.step(decoder.bind({n: v[i : i + 1] for n, v in cache.items()}), row[i : i + 1], [length])
        equal = "equal" if np.array_equal(alone[0], together[i]) else f"apart by {np.abs(alone[0] - together[i]).max():.3g}"
        print(f"a row with {length} tokens before it, together and alone: {equal}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
