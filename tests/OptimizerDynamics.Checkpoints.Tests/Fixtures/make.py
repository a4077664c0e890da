"""Writes the fixtures of this folder with PyTorch (1.13 wrote those that are committed) and numpy, and beside them what is in them.

    python3 make.py [FOLDER]

Every FIXTURE.pt has a FIXTURE.json: the state dict's tensors in order, each with its name, PyTorch's type, shape and elements; "nan", "inf"
and "-inf" as texts. The numbers are drawn from a seed of the fixture's name.
"""

import argparse
import collections
import json
import math
import os
import pathlib
import sys
import zlib

import numpy
import torch
from torch import nn

OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))


def network():
    """A convolution with its normalization, and a classifier: 93 numbers."""
    return nn.Sequential(
        collections.OrderedDict(
            conv=nn.Conv2d(2, 3, 2, bias=False), bn=nn.BatchNorm2d(3), relu=nn.ReLU(), flat=nn.Flatten(), fc=nn.Linear(12, 4)
        )
    )


def step(model, optimizer, times=2):
    for _ in range(times):
        optimizer.zero_grad()
        model(torch.randn(5, 2, 3, 3)).square().sum().backward()
        optimizer.step()


def elements(tensor):
    return [value if math.isfinite(value) else str(value) for value in tensor.detach().reshape(-1).tolist()]


def write_json(name, content):
    with open(os.path.join(OUT, name + ".json"), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"), allow_nan=False)
        file.write("\n")


def describe(name, tensors):
    write_json(
        name,
        [
            {"name": key, "type": str(value.dtype), "shape": list(value.shape), "elements": elements(value)}
            for key, value in tensors.items()
        ],
    )


def write(name, saved, tensors, **options):
    torch.save(saved, os.path.join(OUT, name + ".pt"), **options)
    describe(name, tensors)


def seeded(name):
    torch.manual_seed(zlib.crc32(name.encode()))


def formats():
    legacy = {"_use_new_zipfile_serialization": False}
    seeded("formats")
    state = network().state_dict()
    for protocol in (2, 3, 4, 5):
        write(f"zip-protocol-{protocol}", state, state, pickle_protocol=protocol)
        write(f"legacy-protocol-{protocol}", state, state, pickle_protocol=protocol, **legacy)


def types():
    seeded("types")
    special = torch.tensor([0.0, -0.0, 1.5, -2.25, float("inf"), float("-inf"), float("nan"), 1e-7, 6e4])
    state = collections.OrderedDict(
        half=special.half(),
        bfloat16=special.bfloat16(),
        float32=special,
        float64=special.double(),
        denormal=torch.tensor([1e-45, 1e-40, 1.17549435e-38]),
        int64=torch.tensor([-(2**53), 0, 2**53]),
        int32=torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
        int16=torch.tensor([-32768, 32767], dtype=torch.int16),
        int8=torch.tensor([-128, 127], dtype=torch.int8),
        uint8=torch.tensor([0, 255], dtype=torch.uint8),
        bool=torch.tensor([True, False, True]),
        scalar=torch.tensor(7.5),
        empty=torch.zeros(3, 0, 2),
        none=torch.zeros(0),
    )
    write("types-zip", state, state)
    write("types-legacy", state, state, _use_new_zipfile_serialization=False)


def views():
    seeded("views")
    base = torch.randn(4, 6)
    state = collections.OrderedDict(
        base=base,
        shared=base,
        transposed=base.t(),
        part=base[1:3, 2:5],
        column=base[:, 4],
        every_second=base[:, ::2],
        expanded=torch.tensor([3.0, 4.0]).unsqueeze(1).expand(2, 5),
        repeated=torch.tensor(2.5).expand(3, 2),
        channels_last=torch.randn(3, 4, 2, 2).contiguous(memory_format=torch.channels_last),
        windows=torch.arange(6.0).unfold(0, 3, 1),
        parameter=nn.Parameter(torch.randn(2, 2)),
    )
    write("views-zip", state, state)
    write("views-legacy", state, state, _use_new_zipfile_serialization=False)


def optimizers():
    choices = {
        "adam": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.05),
        "amsgrad": lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.05),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, dampening=0.1, weight_decay=0.001),
    }
    for name, make in choices.items():
        seeded(name)
        model = network()
        optimizer = make(model.parameters())
        step(model, optimizer)
        saved = {"epoch": 2, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict()}
        saved["loss"] = torch.tensor(0.5)
        write(f"optimizer-{name}", saved, model.state_dict())
        # What is in the optimizer's state, for the test to compare: parameter, name, elements.
        state = optimizer.state_dict()["state"]
        plain = {
            str(index): {key: elements(value) if torch.is_tensor(value) else value for key, value in slots.items()}
            for index, slots in state.items()
        }
        write_json(f"optimizer-{name}.state", plain)


def wrapped():
    seeded("wrapped")
    model = network()
    state = model.state_dict()
    average = network().state_dict()
    write("wrapped-ema", {"epoch": 3, "state_dict": state, "state_dict_ema": average, "arch": "tiny"}, state)
    write("wrapped-nested", {"model": {"state_dict": state, "config": {"width": 3}}}, state)
    parallel = nn.DataParallel(model)
    write("prefix-module", {"net": parallel.state_dict()}, state)
    write("prefix-averaged", torch.optim.swa_utils.AveragedModel(model).state_dict(), {"n_averaged": torch.tensor(0), **state})
    lightning = {
        "epoch": 1,
        "global_step": 10,
        "pytorch-lightning_version": "1.9.0",
        "state_dict": collections.OrderedDict(("model." + key, value) for key, value in state.items()),
        "optimizer_states": [torch.optim.Adam(model.parameters()).state_dict()],
        "lr_schedulers": [],
    }
    write("lightning", lightning, state)
    outer = collections.OrderedDict(("model." + key, value) for key, value in state.items())
    write("prefix-model", outer, outer)


def bystanders():
    seeded("bystanders")
    state = network().state_dict()
    saved = {
        "model": state,
        "args": argparse.Namespace(lr=0.1, layers=[1, 2], path=pathlib.PurePosixPath("/tmp/x")),
        "best": numpy.float64(0.75),
        "count": numpy.int64(-3),
        "history": numpy.arange(4.0),
        "rng": numpy.random.RandomState(1).get_state(),
        "device": torch.device("cpu"),
        "dtype": torch.float32,
        "size": torch.Size([2, 3]),
        "sets": [{1, 2}, frozenset([3])],
        "counts": collections.Counter("aab"),
        "defaults": collections.defaultdict(list, a=[1]),
        "queue": collections.deque([1, 2], maxlen=3),
        "large": 2**70,
        "bytes": b"abc",
        "complex": 1j,
        "cuda_rng": torch.get_rng_state()[:4].clone(),
    }
    write("bystanders-2", saved, state, pickle_protocol=2)
    write("bystanders-4", saved, state, pickle_protocol=4)


def odd():
    """Tensors whose numbers are not read, and files that are refused."""
    seeded("odd")
    state = collections.OrderedDict(
        weight=torch.randn(2),
        quantized=torch.quantize_per_tensor(torch.randn(3), 0.1, 10, torch.quint8),
        complex=torch.randn(2, dtype=torch.complex64),
        sparse=torch.eye(2).to_sparse(),
    )
    torch.save(state, os.path.join(OUT, "odd-types.pt"))
    torch.save(nn.Sequential(nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1)), os.path.join(OUT, "refused-module.pt"))
    torch.save(nn.ReLU(), os.path.join(OUT, "refused-module-legacy.pt"), _use_new_zipfile_serialization=False)
    torch.jit.script(nn.ReLU()).save(os.path.join(OUT, "refused-torchscript.pt"))
    torch.save(torch.optim.Adam([torch.zeros(1)]).state_dict(), os.path.join(OUT, "refused-optimizer.pt"))
    torch.save([torch.zeros(1)], os.path.join(OUT, "refused-list.pt"))
    torch.save({"weight": numpy.zeros(2)}, os.path.join(OUT, "refused-numpy.pt"))
    numpy.save(os.path.join(OUT, "refused-array.npy"), numpy.zeros(2))
    numpy.savez(os.path.join(OUT, "refused-arrays.npz"), a=numpy.zeros(2))


def shards():
    seeded("shards")
    folder = os.path.join(OUT, "sharded")
    os.makedirs(folder, exist_ok=True)
    state = network().state_dict()
    names = list(state)
    parts = [names[:3], names[3:]]
    weight_map = {}
    for number, part in enumerate(parts, 1):
        file = f"pytorch_model-{number:05}-of-00002.bin"
        torch.save({name: state[name] for name in part}, os.path.join(folder, file))
        weight_map.update({name: file for name in part})
    with open(os.path.join(folder, "pytorch_model.bin.index.json"), "w", encoding="utf-8") as file:
        json.dump({"metadata": {"total_size": 1}, "weight_map": weight_map}, file, indent=2)
    describe("sharded", state)


for make in (formats, types, views, optimizers, wrapped, bystanders, odd, shards):
    make()
print(f"PyTorch {torch.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}")
