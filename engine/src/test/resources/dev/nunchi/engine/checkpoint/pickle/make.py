"""Writes the pickles that PickleFileTest reads. Run in this folder: python make.py (torch 2.x)."""

import collections
import os
import pickle
import struct
import zipfile

import torch


def tensors():
    base = torch.arange(12, dtype=torch.float32)
    matrix = base.reshape(3, 4)
    return {
        "matrix": matrix,
        "transposed": matrix.t(),
        "second_rows": matrix[::2],
        "tail": base[8:],
        "half": torch.tensor([1.5, -2.0], dtype=torch.float16),
        "bfloat": torch.tensor([1.5, -2.0], dtype=torch.bfloat16),
        "longs": torch.tensor([-1, 1 << 40]),
        "ints": torch.tensor([7], dtype=torch.int32),
        "chars": torch.tensor([-8], dtype=torch.int8),
        "bytes": torch.tensor([200], dtype=torch.uint8),
        "flags": torch.tensor([True, False]),
        "scalar": torch.tensor(3.25),
        "empty": torch.empty(0, 4),
    }


def state():
    module = torch.nn.Linear(2, 1)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[1.0, 2.0]]))
        module.bias.fill_(0.5)
    return module.state_dict()  # an OrderedDict with attributes


def poison(call, arguments):
    class Poison:
        def __reduce__(self):
            return call, arguments

    return {"weight": torch.zeros(1), "poison": Poison()}


def widened(source, target):
    """The same archive with 64-bit sizes, as torch writes them for more than 4 GiB."""
    data = open(source, "rb").read()
    end = data.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack("<HII", data[end + 10:end + 20])
    out, at = data[:start], start
    for _ in range(count):
        head = bytearray(data[at:at + 46])
        size, name, extra, comment = struct.unpack("<IHHH", head[24:34])
        header, = struct.unpack("<I", head[42:46])
        struct.pack_into("<II", head, 20, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<H", head, 30, 28 + 6)
        struct.pack_into("<I", head, 42, 0xFFFFFFFF)
        other = struct.pack("<HHH", 0x7777, 2, 0)
        wide = struct.pack("<HHQQQ", 1, 24, size, size, header)
        out += head + data[at + 46:at + 46 + name] + other + wide
        at += 46 + name + extra + comment
    wide_end = len(out)
    out += b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count,
                                       wide_end - start, start)
    out += b"PK\x06\x07" + struct.pack("<IQI", 0, wide_end, 1)
    out += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    open(target, "wb").write(out)


def archive(name, pickled, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(name, "w", compression) as out:
        out.writestr("archive/data.pkl", pickled)
        out.writestr("archive/version", "3\n")


torch.save(tensors(), "zip.bin")
torch.save(tensors(), "legacy.bin", _use_new_zipfile_serialization=False)
torch.save(tensors(), "protocol4.bin", pickle_protocol=4)
torch.save(state(), "state.bin")
torch.save({"state_dict": state(), "epoch": 3, "rate": 0.1}, "wrapped.bin")
torch.save({"p": torch.nn.Parameter(torch.ones(2))}, "parameter.bin")
torch.save({"wide": torch.zeros(1).expand(1 << 40)}, "expanded.bin")
torch.save({"double": torch.zeros(1, dtype=torch.float64)}, "double.bin")
torch.save(poison(os.system, ("touch poisoned",)), "poisoned.bin")
torch.save(poison(os.system, ("touch poisoned",)), "poisoned-legacy.bin",
           _use_new_zipfile_serialization=False)
torch.save(poison(eval, ("1",)), "evaluating.bin")
archive("compressed.bin", pickle.dumps(collections.OrderedDict(), 2), zipfile.ZIP_DEFLATED)
with open("plain.bin", "wb") as out:
    pickle.dump({"a": 1}, out, 2)
widened("zip.bin", "zip64.bin")
