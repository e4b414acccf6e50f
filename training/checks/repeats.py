"""The same words twice: within a part of the data, and from one part to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stance.duplicates import Pair, near_duplicates, normalised
from stance.training.checks.findings import Example, Finding, finding
from stance.training.checks.rows import Row

_GROUPS = ("article", "dispute", "speaker")


def check_repeats(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find duplicates and near-duplicates, with their labels, in one part or in two."""
    by_words: dict[str, list[Row]] = {}
    coded: set[tuple[str, str]] = set()
    for row in rows:
        words = normalised(row.text)
        # What another coder made of the same statement is no duplicate.
        if row.value("coder") and row.id:
            if (row.id, words) in coded:
                continue
            coded.add((row.id, words))
        if row.text:
            by_words.setdefault(words, []).append(row)
    found: dict[str, list[Example]] = {}
    for same in by_words.values():
        if len(same) > 1:
            _note(found, same, near=None)
    first = [same[0] for same in by_words.values()]
    for pair in near_duplicates(row.text for row in first):
        _note(found, [first[pair.one], first[pair.other]], near=pair)
    for code, examples in found.items():
        yield finding(code, examples=examples)


def check_groups(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find articles, disputes and speakers with rows in two parts."""
    for name in _GROUPS:
        parts: dict[str, dict[str, Row]] = {}
        for row in rows:
            if value := row.value(name):
                parts.setdefault(value, {}).setdefault(row.part, row)
        examples = [
            next(iter(of.values())).example(f"{name} {value!r}: {', '.join(sorted(of))}")
            for value, of in parts.items()
            if len(of) > 1
        ]
        if examples:
            yield finding(f"{name}-in-two-parts", examples=examples)


def _note(found: dict[str, list[Example]], same: Sequence[Row], near: Pair | None) -> None:
    """File rows of the same words, or nearly, under the codes that they are cases of."""
    prefix = "near-" if near else ""
    likeness = f", {near.likeness:.0%} alike" if near else ""
    home = same[0]
    elsewhere = [row for row in same if row.part != home.part]
    for row in elsewhere:
        detail = f"also {home.place}{_labels(home, row)}{likeness}"
        found.setdefault(f"{prefix}leak", []).append(row.example(detail))
    if len({row.label for row in same}) > 1:
        code, others = f"contradicting-{prefix}duplicate", same[1:]
    else:
        code, others = f"{prefix}duplicate", [row for row in same[1:] if row.part == home.part]
    for row in others:
        detail = f"also {home.place}{_labels(home, row)}{likeness}"
        found.setdefault(code, []).append(row.example(detail))


def _labels(one: Row, other: Row) -> str:
    return f" as {one.label}" if one.label != other.label else ""
