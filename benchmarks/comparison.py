"""Time and memory of ``stance compare`` on many items.

    python benchmarks/comparison.py [--items 100000] [--systems 5] [--labels 3] [--resamples 1000]

Writes predictions of invented systems, five items an article, and runs the command on them as a user
would, reading included: once with the articles named and once without.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AN_ARTICLE = 5


def write(path: Path, items: int, labels: int, *, seed: int, named: bool) -> None:
    """Write the predictions of a system that is right seven times in ten."""
    gold, chance = random.Random(0), random.Random(seed)
    names = [f"label {i}" for i in range(labels)]
    with path.open("w", encoding="utf-8") as file:
        for i in range(items):
            label = gold.choice(names)
            predicted = label if chance.random() < 0.7 else chance.choice(names)
            row = {"id": f"s{i}", "gold": label, "predicted": predicted}
            if named:
                row["article"] = f"a{i // AN_ARTICLE}"
            file.write(json.dumps(row) + "\n")


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds, and the most memory it held in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"it failed: {' '.join(command)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Measure, and print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--systems", type=int, default=5)
    parser.add_argument("--labels", type=int, default=3)
    parser.add_argument("--resamples", type=int, default=1000)
    options = parser.parse_args()
    for named in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / f"system-{i}.jsonl" for i in range(options.systems)]
            for seed, path in enumerate(paths, start=1):
                write(path, options.items, options.labels, seed=seed, named=named)
            command = [sys.executable, "-m", "stance", "compare", *map(str, paths), "--format"]
            seconds, memory = measure(
                [*command, "json", "--resamples", str(options.resamples), "--quiet"]
            )
        how = f"articles of {AN_ARTICLE}" if named else "no articles named"
        print(
            f"{options.items:,} items, {options.systems} systems, {options.labels} labels, "
            f"{options.resamples:,} resamples, {how}: {seconds:.1f} s, {memory:,.0f} MiB"
        )


if __name__ == "__main__":
    main()
