"""Labels: missing, unknown, contradicted by the act, rare; and ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from stance.codebook import Codebook
from stance.training.checks.findings import Finding, finding
from stance.training.checks.rows import Row

FEW: Final = 20
UNEVEN: Final = 10


def check_labels(rows: Sequence[Row], codebook: Codebook | None) -> Iterator[Finding]:
    """Find labels and acts that cannot be, that are not there, and that are too few."""
    if examples := [row.example() for row in rows if row.label is None]:
        yield finding("missing-label", examples=examples)
    if codebook:
        yield from _against(rows, codebook)
    labels = Counter(row.label for row in rows if row.label)
    acts = Counter(row.act for row in rows if row.act)
    if codebook:
        expected = [*codebook.label_names, *(codebook.act_names if acts else ())]
        if absent := [name for name in expected if not labels[name] and not acts[name]]:
            message = f"no row has the label or act {', '.join(absent)}"
            yield finding("absent-label", message, count=len(absent))
    rare = [(name, n) for name, n in (labels | acts).items() if n < FEW]
    if rare:
        named = ", ".join(f"{name} {n}" for name, n in sorted(rare, key=lambda pair: pair[1]))
        yield finding("few-examples", f"fewer than {FEW} rows: {named}", count=len(rare))
    if labels:
        (most, n), (least, k) = labels.most_common()[0], labels.most_common()[-1]
        if n > UNEVEN * k:
            message = f"{most} has {n:,} rows and {least} {k:,}: {n / k:.0f} times as many"
            yield finding("imbalance", message, count=1)
    yield from _parts(rows, labels)


def check_ids(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find ids that stand more than once for the same coder."""
    coded = [(row.id, row.value("coder")) for row in rows]
    counts = Counter(coded)
    examples = [
        row.example()
        for row, key in zip(rows, coded, strict=True)
        if row.id is not None and counts[key] > 1
    ]
    if examples:
        number = sum(1 for key, n in counts.items() if key[0] is not None and n > 1)
        message = f"{number:,} ids stand more than once, in {len(examples):,} rows"
        yield finding("repeated-id", message, examples=examples, count=number)


def _against(rows: Sequence[Row], codebook: Codebook) -> Iterator[Finding]:
    unknown = [row for row in rows if row.label and row.label not in codebook.label_names]
    if unknown:
        names = Counter(row.label for row in unknown).most_common(10)
        named = ", ".join(f"{name!r} {n:,}" for name, n in names)
        message = f"{len(unknown):,} rows have labels that {codebook.name} does not have: {named}"
        yield finding("unknown-label", message, examples=[row.example() for row in unknown])
    if codebook.acts:
        strange = [row for row in rows if row.act and row.act not in codebook.act_names]
        if strange:
            yield finding("unknown-act", examples=[row.example(row.act or "") for row in strange])
        wrong = [
            row
            for row in rows
            if row.label and row.act and codebook.roll_up.get(row.act, row.label) != row.label
        ]
        if wrong:
            yield finding(
                "act-contradicts-label",
                examples=[row.example(f"labelled {row.label}") for row in wrong],
            )


def _parts(rows: Sequence[Row], labels: Counter[str]) -> Iterator[Finding]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        if row.label:
            found.setdefault(row.part, Counter())[row.label] += 1
    lacking = [
        f"{part} has no {', '.join(missing)}"
        for part, of in found.items()
        if len(found) > 1 and (missing := sorted(name for name in labels if not of[name]))
    ]
    if lacking:
        yield finding("missing-from-part", "; ".join(lacking), count=len(lacking))
