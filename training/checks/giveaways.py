"""What gives the label away without the meaning: a column, a word; and rows tied together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from stance.duplicates import normalised
from stance.training.checks.findings import Example, Finding, finding
from stance.training.checks.rows import Row

_TELLS: Final = 0.98
_SUPPORT: Final = 20
# A word that stands in so much of a label's rows, and hardly elsewhere, is how they were chosen.
_REACH: Final = 0.2
_NUMBERS = re.compile(r"\d+")
# What is the label, or may say the same in other words by right.
_GOLD: Final = ("label", "act", "text", "split", "coder", "difficulty")


def check_columns(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find columns that alone predict the label, and columns that tie rows together."""
    labelled = [row for row in rows if row.label]
    labels = Counter(row.label for row in labelled)
    if len(labels) < 2:
        return
    common = max(labels.values()) / len(labelled)
    names = [name for row in labelled[:1] for name in row.values]
    telling, tying = [], []
    for name in names:
        values = [row.value(name) or "" for row in labelled]
        if _same(values, [row.label or "" for row in labelled]) or name in _GOLD:
            continue
        # An id such as "threat-01" tells by what is left without its number.
        stems = [_NUMBERS.sub("#", value) for value in values]
        for what, of in ((name, values), (f"{name} without its numbers", stems)):
            right, distinct = _predicts(of, labelled)
            if distinct <= len(labelled) / 5 and right >= _TELLS and right > common + 0.02:
                telling.append(
                    Example(place="", detail=f"{what} predicts {right:.1%} of the labels")
                )
                break
        if tie := _ties(values):
            tying.append(Example(place="", detail=f"{name}: {tie}"))
    if telling:
        yield finding("telling-column", examples=telling)
    grouped = any(row.value("article") or row.value("dispute") for row in labelled)
    if tying and not grouped:
        yield finding("unnamed-groups", examples=tying)


def check_tokens(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find words that stand in many rows of one label, and in hardly any of another."""
    labelled = [row for row in rows if row.label]
    labels = Counter(row.label for row in labelled)
    if len(labels) < 2:
        return
    holders: dict[str, Counter[str]] = defaultdict(Counter)
    for row in labelled:
        for word in set(normalised(row.text).split()):
            holders[word][row.label or ""] += 1
    examples = []
    for word, of in holders.items():
        label, hits = of.most_common(1)[0]
        total = sum(of.values())
        reach = hits / labels[label]
        if total >= _SUPPORT and hits / total >= _TELLS and reach >= _REACH:
            detail = (
                f"{word!r} stands in {hits:,} rows of {label} ({reach:.0%}), {total - hits} others"
            )
            examples.append((reach, Example(place="", label=label, detail=detail)))
    if examples:
        ranked = [example for _, example in sorted(examples, key=lambda pair: -pair[0])]
        yield finding("telling-token", examples=ranked)


def _same(values: Sequence[str], labels: Sequence[str]) -> bool:
    """Tell whether a column is the label itself, under its own name."""
    return all(value == label for value, label in zip(values, labels, strict=True))


def _predicts(values: Sequence[str], rows: Sequence[Row]) -> tuple[float, int]:
    """Return how many labels the commonest of each value gets right, and how many values there are."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for value, row in zip(values, rows, strict=True):
        found[value][row.label or ""] += 1
    return sum(max(of.values()) for of in found.values()) / len(rows), len(found)


def _ties(values: Sequence[str]) -> str | None:
    """Tell how a column ties neighbouring rows together, if it does."""
    counts = Counter(value for value in values if value)
    if len(counts) < 10 or len(counts) > len(values) / 3:
        return None
    stays = sum(one == other != "" for one, other in pairwise(values))
    # In a shuffled file, neighbours agree by chance only.
    chance = sum((n / len(values)) ** 2 for n in counts.values())
    if stays / len(values) < max(0.5, 3 * chance):
        return None
    return f"{len(counts):,} values, {len(values) / len(counts):.0f} rows side by side each"
