"""The time of one training step of BasicNet in PyTorch: the other half of tests/compare-training-steps.

Prints a line for each case, as TrainingSteps.cs does: width size step images forward backward optimizer, in milliseconds.
DEVICE is cpu or cuda. With channels-last as last argument the images are in that order, as TrainingSteps.cs has them; without, as PyTorch has them unless told.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, IMAGES = 40, 400


class BasicNet(nn.Module):
    def __init__(self, width):
        super().__init__()
        features = [round(f * width) for f in (64, 128, 128, 256, 256, 512, 512)]
        inputs = [3] + features[:-1]
        self.convolutions = nn.ModuleList(nn.Conv2d(i, o, 3, padding=1, bias=False) for i, o in zip(inputs, features))
        self.normalizations = nn.ModuleList(nn.BatchNorm2d(f) for f in features)
        self.fc1, self.fc2 = nn.Linear(features[-1], features[-1]), nn.Linear(features[-1], 10)

    def forward(self, x):
        for place, (convolution, normalization) in enumerate(zip(self.convolutions, self.normalizations)):
            x = F.relu(normalization(convolution(x)))
            if place % 2 == 1:
                x = F.max_pool2d(x, 2)
        x = F.adaptive_max_pool2d(x, 1).flatten(1)
        return self.fc2(F.relu(self.fc1(x)))


def run(seconds, device, order):
    torch.set_num_threads(1)
    for width, size in ((0.0625, 16), (0.125, 16), (0.25, 32), (1.0, 32)):
        images = torch.randint(0, 256, (IMAGES, 3, size, size), dtype=torch.uint8, device=device)
        labels = torch.randint(0, 10, (IMAGES,), device=device)
        network = BasicNet(width).to(device).train()
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=1e-4)
        times, begin = [], time.perf_counter()
        while time.perf_counter() - begin < seconds or len(times) < 12:
            laps = [time.perf_counter()]
            places = torch.randperm(IMAGES)[:BATCH].to(device)
            x, y = ((images[places].float() - 127.5) / 73.9).contiguous(memory_format=order), labels[places]
            laps.append(time.perf_counter())
            optimizer.zero_grad()
            loss = F.cross_entropy(network(x), y)
            laps.append(time.perf_counter())
            loss.backward()
            laps.append(time.perf_counter())
            optimizer.step()
            loss.item()
            laps.append(time.perf_counter())
            times.append([1000 * (b - a) for a, b in zip(laps, laps[1:])])
        times = times[5:]
        parts = [statistics.median(t[p] for t in times) for p in range(4)]
        print(f"{width:g}", size, *(f"{value:.3f}" for value in [statistics.median(sum(t) for t in times), *parts]), flush=True)


if __name__ == "__main__":
    run(float(sys.argv[1]), sys.argv[2], torch.channels_last if sys.argv[3:] == ["channels-last"] else torch.contiguous_format)
