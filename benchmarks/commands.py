"""Measure commands: how fast and how large ``stance extract`` is, how soon help and labels are there.

    python benchmarks/commands.py ARTICLES [--copies 1000]

ARTICLES is a folder of text files. Each command runs in a process of its own, on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class Cost(NamedTuple):
    """What a process took: CPU seconds, and MiB at its peak."""

    seconds: float
    megabytes: float


def cost_of(*command: str) -> Cost:
    """Run a command and return what it took."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | THREADS) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_copies(texts: Sequence[str], copies: int, path: Path) -> int:
    """Write each text so many times, as one JSON Lines file; return the number of articles."""
    with path.open("w", encoding="utf-8") as file:
        for copy in range(copies):
            for number, text in enumerate(texts):
                file.write(json.dumps({"id": f"{number}-{copy}", "text": text}) + "\n")
    return copies * len(texts)


def measure_extraction(texts: Sequence[str], copies: int) -> None:
    """Extract from a few copies and from many: what the first costs is the start."""
    with tempfile.TemporaryDirectory() as folder:
        costs = {}
        for times in (1, copies // 10, copies):
            source = Path(folder) / f"{times}.jsonl"
            articles = write_copies(texts, times, source)
            target = str(source.with_suffix(".out.jsonl"))
            costs[times] = cost_of("stance", "extract", "-q", str(source), "-o", target)
            print(
                f"extract {articles:>7,} articles: {costs[times].seconds:7.1f} s CPU, "
                f"{costs[times].megabytes:5.0f} MiB at the peak"
            )
        rate = len(texts) * (copies - 1) / (costs[copies].seconds - costs[1].seconds)
        print(
            f"extract: {rate:.0f} articles a second on one core, the start left out; "
            f"peak memory with {copies:,} copies is "
            f"{costs[copies].megabytes / costs[copies // 10].megabytes:.2f} times that with "
            f"{copies // 10:,}"
        )


def measure_starts(article: Path, times: int = 10) -> None:
    """Compare the CPU time of small commands with that of importing what they cannot do without.

    The commands want an installed stance with its byte code: pip writes it, an editable install may
    not.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "scored.jsonl")
        for name, command in {
            "import click": (sys.executable, "-c", "import click"),
            "stance --help": ("stance", "--help"),
            "import onnxruntime, tokenizers": (
                sys.executable, "-c", "import onnxruntime, tokenizers",
            ),
            "stance score, one article": ("stance", "score", "-q", str(article), "-o", target),
        }.items():  # fmt: skip
            best = min(cost_of(*command).seconds for _ in range(times))
            print(f"{name}: {best:.3f} s CPU (the best of {times})")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--copies", type=int, default=1000)
    options = parser.parse_args()
    paths = sorted(options.articles.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    measure_starts(paths[0])
    measure_extraction(texts, options.copies)


if __name__ == "__main__":
    main()
