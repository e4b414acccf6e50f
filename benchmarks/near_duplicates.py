"""Plant near-duplicates among many made-up statements, and see how many are found, and at what cost.

    python benchmarks/near_duplicates.py [--rows 10000 100000]

The statements are draws of the words of those that come with stance. Every fiftieth is an earlier
one of 12 words or more with one word changed. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from multiprocessing import get_context

from stance.codebook import load_codebook
from stance.data import STATEMENTS
from stance.duplicates import near_duplicates
from stance.labelled import read_labelled

EVERY, SHORTEST = 50, 12


def write_statements(rows: int) -> tuple[list[str], set[tuple[int, int]]]:
    """Return so many statements, and the pairs of places that are planted."""
    chance = random.Random(rows)
    words = [
        word
        for row in read_labelled([STATEMENTS], load_codebook("posture"))
        for word in row.text.split()
    ]
    texts: list[str] = []
    planted: set[tuple[int, int]] = set()
    for place in range(rows):
        original = chance.randrange(place) if place % EVERY == EVERY - 1 else None
        if original is not None and len(changed := texts[original].split()) >= SHORTEST:
            changed[chance.randrange(len(changed))] = "otherwise"
            planted.add((original, place))
        else:
            changed = chance.choices(words, k=chance.randint(8, 45))
        texts.append(" ".join(changed))
    return texts, planted


def measure(rows: int) -> None:
    """Look for near-duplicates in so many statements, and print what came of it."""
    texts, planted = write_statements(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    found = {(pair.one, pair.other) for pair in near_duplicates(texts)}
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows:,} statements: {seconds:.1f} s, {peak:.0f} MiB at the peak ({peak - before:.0f} "
        f"more than before); {len(found & planted):,} of {len(planted):,} planted pairs found, "
        f"{len(found - planted):,} others"
    )


def main() -> None:
    """Measure the sizes that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    for rows in parser.parse_args().rows:
        process = get_context("spawn").Process(target=measure, args=(rows,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
