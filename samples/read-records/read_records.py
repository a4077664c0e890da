#!/usr/bin/env python3
"""Reads records of OptimizerDynamics with pandas: the share of features that died, by data set and λ.

    python3 read_records.py [reports/task-difficulty/records.jsonl]

A line of the file is the record of a trial: "specification" has the values of its parameters, "result" what was measured. A feature counts as
dead where |γ| < 1e-3, the paper's measure.
"""
import json
import sys
from pathlib import Path

import pandas as pd

COMMITTED = Path(__file__).parents[2] / "reports" / "task-difficulty" / "records.jsonl"


def rows(path):
    """One row a layer of each completed trial."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["status"] != "completed":
                continue
            settings = record["specification"]
            for layer in record["result"]["layers"]:
                yield {
                    "data": settings["data"],
                    "lambda": settings["optimizer.l2"],
                    "seed": settings["seed"],
                    "layer": layer["name"],
                    "features": len(layer["scale"]),
                    "dead": sum(abs(gamma) < 1e-3 for gamma in layer["scale"]),
                }


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else COMMITTED
    frame = pd.DataFrame(rows(path))
    networks = frame.groupby(["data", "lambda", "seed"])[["features", "dead"]].sum()
    share = (networks["dead"] / networks["features"]).groupby(["data", "lambda"]).agg(["mean", "min", "max", "count"])
    print(share.map("{:.4f}".format) if hasattr(share, "map") else share.applymap("{:.4f}".format))


if __name__ == "__main__":
    main()
