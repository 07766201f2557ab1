"""Products of few rows with matrices in blocks, by ONNX Runtime's MatMulNBits, against reading memory.

    block_products.py [THREADS...]

Where is the ceiling of decoding? For matrices of a 1.1B and a 7B model it prints the time of a product of one row (also of 2 and 4),
with blocks of 4 and 8 bits, of 16 to 128 weights, with zero points and with int8 or float32 activations; the bytes that one product
reads; and beside them how quickly the same threads read a large array. Several copies of a matrix, 200 MB and more, take turns, so
that none stays in a cache. With one thread times are the processor's, so that other work shows little; with more they are wall time:
run it alone. Needs numpy, onnx, onnxruntime.

The bytes are those of the operator's own layout on x86 with int8 activations: the codes, a float32 scale and a float32 sum a block.
"""

import sys
import threading
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

SHAPES = [(2048, 5632), (5632, 2048), (4096, 4096), (4096, 11008)]
COPIES_BYTES = 200e6
FORMS = [  # bits, block, accuracy level, zero points, rows
    (4, 32, 4, False, 1),
    (4, 32, 4, False, 2),
    (4, 32, 4, False, 4),
    (4, 32, 4, True, 1),
    (4, 16, 4, False, 1),
    (4, 64, 4, False, 1),
    (4, 128, 4, False, 1),
    (8, 16, 4, False, 1),
    (8, 32, 4, False, 1),
    (8, 128, 4, False, 1),
    (4, 32, 0, False, 1),
    (4, 32, 1, False, 1),
]


def model(k, n, bits, block, accuracy, zero_points):
    random = np.random.RandomState(1)
    blocks = k // block
    constants = {
        "codes": random.randint(0, 256, (n, blocks, block * bits // 8)).astype(np.uint8),
        "scales": (random.rand(n * blocks) * 0.01).astype(np.float32),
    }
    if zero_points:
        constants["zeros"] = random.randint(0, 256, n * -(-blocks * bits // 8)).astype(np.uint8)
    node = helper.make_node(
        "MatMulNBits", ["x", *constants], ["y"], domain="com.microsoft", K=k, N=n, bits=bits, block_size=block, accuracy_level=accuracy
    )
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "S", k])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, "S", n])],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()


def session(serialised, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(serialised, options, providers=["CPUExecutionProvider"])


def lower_quartile(clock, work, times):
    taken = []
    for _ in range(times):
        for one in work:
            start = clock()
            one()
            taken.append(clock() - start)
    return sorted(taken)[len(taken) // 4]


def read_bandwidth(threads):
    """Bytes a second of threads that each look for the largest of their own 256 MB."""
    parts = [np.zeros(1 << 26, np.float32) for _ in range(threads)]
    for part in parts:
        part[:] = 1
    if threads == 1:
        return parts[0].nbytes / lower_quartile(time.thread_time, [parts[0].max], 10)

    def together():
        workers = [threading.Thread(target=part.max) for part in parts]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return sum(part.nbytes for part in parts) / lower_quartile(time.perf_counter, [together], 10)


def main(counts):
    for threads in counts:
        clock = time.thread_time if threads == 1 else time.perf_counter
        print(f"\n{threads} threads read {read_bandwidth(threads) / 1e9:.1f} GB/s\n")
        print("| K x N | rows | form | bits a weight | time | GB/s | weights a ns |")
        print("|---|---|---|---|---|---|---|")
        for k, n in SHAPES:
            for bits, block, accuracy, zero_points, rows in FORMS:
                moved = k * n * bits / 8 + k * n / block * 8
                copies = max(1, int(COPIES_BYTES / moved))
                serialised = model(k, n, bits, block, accuracy, zero_points)
                sessions = [session(serialised, threads) for _ in range(copies)]
                x = np.random.RandomState(0).randn(1, rows, k).astype(np.float32)
                runs = [lambda s=s: s.run(None, {"x": x}) for s in sessions]
                for run in runs:
                    run()
                seconds = lower_quartile(clock, runs, 3)
                form = f"{bits} bits, blocks of {block}{', zero points' if zero_points else ''}, {'int8' if accuracy == 4 else f'float32 (level {accuracy})'}"
                print(
                    f"| {k} x {n} | {rows} | {form} | {moved * 8 / k / n:.2f} | {seconds * 1e6:.0f} us | {moved / seconds / 1e9:.1f}"
                    f" | {k * n / seconds / 1e9:.1f} |",
                    flush=True,
                )


main([int(count) for count in sys.argv[1:]] or [1, 2])
