#!/usr/bin/env python3
"""Writes PyTorch's own trajectories, in float64, for PyTorchTrajectoryTests.

Run it in this folder, with any PyTorch: `python3 generate.py`. It overwrites gradients.csv, initial.csv, and one pair NAME.yaml, NAME.csv
for each case. The gradients are given, not computed: large, small, sparse, silent and sign-flipping columns.

The committed files are of PyTorch 1.13. NAdam is not among them: that version multiplies its momentum product by mu twice and keeps it
in float32. It is compared with TorchSharp instead.
"""
import math
import random

import torch

STEPS, COLUMNS = 150, 6
LR_DROP_AT, LR_FACTOR = 100, 0.1
SCHEDULE = f"schedule: {{kind: steps, at: [{LR_DROP_AT}], factor: {LR_FACTOR}}}"
optim = torch.optim


def gradient(step, column, rng):
    noise = rng.gauss(0, 1)
    return (
        noise,
        1e4 * noise,
        1e-6 * noise,
        noise if rng.random() < 0.1 else 0.0,
        noise if step < 50 else 0.0,
        0.25 if step % 2 == 0 else -0.5,
    )[column]


# name: settings as our file has them, and the same optimizer of PyTorch. `decoupled` names PyTorch's AdamW.
CASES = {
    "sgd": ({"lr": 0.1, "momentum": 0}, lambda p: optim.SGD(p, lr=0.1)),
    "sgd-l2": ({"lr": 0.1, "momentum": 0.9, "l2": 1e-3}, lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=1e-3)),
    "sgd-nesterov-l2": ({"lr": 0.05, "momentum": 0.8, "nesterov": True, "l2": 1e-2},
                        lambda p: optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=1e-2)),
    "sgd-dampening": ({"lr": 0.05, "momentum": 0.8, "dampening": 0.3}, lambda p: optim.SGD(p, lr=0.05, momentum=0.8, dampening=0.3)),
    "adam-l2": ({"lr": 1e-3, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "l2": 1e-4},
                lambda p: optim.Adam(p, lr=1e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=1e-4)),
    "adam-wd": ({"lr": 1e-3, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "weightDecay": 1e-3},
                lambda p: optim.AdamW(p, lr=1e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=1e-3 / 1e-3)),
    "adam-wd-steps": ({"lr": 1e-2, "beta1": 0.8, "beta2": 0.999, "epsilon": 1e-6, "weightDecay": 2e-3, "schedule": SCHEDULE},
                      lambda p: optim.AdamW(p, lr=1e-2, betas=(0.8, 0.999), eps=1e-6, weight_decay=2e-3 / 1e-2)),
    "amsgrad-l2": ({"lr": 1e-3, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "l2": 1e-4},
                   lambda p: optim.Adam(p, lr=1e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=1e-4, amsgrad=True)),
    "adamax-l2": ({"lr": 2e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "l2": 1e-4},
                  lambda p: optim.Adamax(p, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-4)),
    "rmsprop-l2": ({"lr": 1e-3, "alpha": 0.99, "epsilon": 1e-8, "l2": 1e-4},
                   lambda p: optim.RMSprop(p, lr=1e-3, alpha=0.99, eps=1e-8, weight_decay=1e-4)),
    "rmsprop-momentum-centered": ({"lr": 1e-3, "alpha": 0.9, "epsilon": 1e-6, "momentum": 0.9, "centered": True, "l2": 1e-3},
                                  lambda p: optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-6, momentum=0.9, centered=True, weight_decay=1e-3)),
    "adagrad-l2": ({"lr": 1e-2, "epsilon": 1e-10, "l2": 1e-3}, lambda p: optim.Adagrad(p, lr=1e-2, eps=1e-10, weight_decay=1e-3)),
    "adagrad-decay": ({"lr": 0.1, "epsilon": 1e-10, "lrDecay": 0.01, "initialAccumulator": 0.1},
                      lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.01, initial_accumulator_value=0.1, eps=1e-10)),
    "adadelta-l2": ({"lr": 1.0, "rho": 0.9, "epsilon": 1e-6, "l2": 1e-3},
                    lambda p: optim.Adadelta(p, lr=1.0, rho=0.9, eps=1e-6, weight_decay=1e-3)),
    "radam-l2": ({"lr": 1e-2, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "l2": 1e-3},
                 lambda p: optim.RAdam(p, lr=1e-2, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-3)),
}


def write_rows(path, rows):
    with open(path, "w", encoding="ascii", newline="\n") as file:
        for row in rows:
            file.write(",".join(repr(value) for value in row) + "\n")


def text(value):
    return str(value).lower() if isinstance(value, bool) else repr(value)


def main():
    rng = random.Random(1811)
    gradients = [[gradient(step, column, rng) for column in range(COLUMNS)] for step in range(STEPS)]
    initial = [1.0, -2.0, 0.5, 1.0, -1.0, 3.0]
    write_rows("gradients.csv", gradients)
    write_rows("initial.csv", [initial])
    for name, (settings, make) in CASES.items():
        with open(f"{name}.yaml", "w", encoding="utf-8", newline="\n") as file:
            file.write(f"optimizer: {name.split('-')[0]}\n")
            for key, value in settings.items():
                file.write(f"{value}\n" if key == "schedule" else f"{key}: {text(value)}\n")
        theta = torch.tensor(initial, dtype=torch.float64, requires_grad=True)
        optimizer = make([theta])
        base = optimizer.param_groups[0]["lr"]
        rows = [theta.tolist()]
        for step, row in enumerate(gradients):
            if "schedule" in settings:
                optimizer.param_groups[0]["lr"] = base * (LR_FACTOR if step >= LR_DROP_AT else 1)
            theta.grad = torch.tensor(row, dtype=torch.float64)
            optimizer.step()
            rows.append(theta.tolist())
        assert all(math.isfinite(value) for row in rows for value in row), name
        write_rows(f"{name}.csv", rows)
    print(f"{len(CASES)} trajectories of {STEPS} steps, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
