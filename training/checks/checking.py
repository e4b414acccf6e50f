"""Labelled data → what is wrong with them, and what they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stance.codebook import Codebook
from stance.errors import StanceError
from stance.rows import Reject
from stance.rows.decoding import Note
from stance.training.checks.diversity import diversity
from stance.training.checks.doubts import check_doubts, check_parts
from stance.training.checks.findings import (
    CODES,
    SEVERITIES,
    Example,
    Finding,
    finding,
)
from stance.training.checks.giveaways import check_columns, check_tokens
from stance.training.checks.labels import check_ids, check_labels
from stance.training.checks.repeats import check_groups, check_repeats
from stance.training.checks.report import CheckReport, Ease, Part
from stance.training.checks.rows import Data, Row, read_data
from stance.training.checks.texts import check_languages, check_texts

# Columns of few values, that a reader wants counted.
_COUNTED: Final = ("label", "act", "kind", "difficulty")

_CHECKS: Final[Mapping[tuple[str, ...], Callable[[Sequence[Row]], Iterator[Finding]]]] = {
    ("missing-text", "short-text", "long-text", "broken-characters", "markup"): check_texts,
    ("other-language",): check_languages,
    ("repeated-id",): check_ids,
    (
        "duplicate",
        "near-duplicate",
        "contradicting-duplicate",
        "contradicting-near-duplicate",
        "leak",
        "near-leak",
    ): check_repeats,
    ("article-in-two-parts", "dispute-in-two-parts", "speaker-in-two-parts"): check_groups,
    ("telling-column", "unnamed-groups"): check_columns,
    ("telling-token",): check_tokens,
    ("swapped-labels",): check_parts,
}


def check(
    paths: Sequence[str | Path],
    codebook: Codebook | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    label_map: Mapping[str, str] | None = None,
    split: str | None = None,
    offline: bool = False,
    skip: Collection[str] = (),
    on_note: Note | None = None,
) -> CheckReport:
    """Check labelled data before anything is learned from them, or judged by them.

    Parameters
    ----------
    paths
        What `stance.labelled.data_rows` takes. Two parts of the data, such as training and test
        files, are compared with each other: parts are what the column ``split`` names or, where
        it names none, the files.
    codebook
        What the labels should be; None for whatever they are.
    columns, label_map, split, offline
        As in `stance.labelled.read_labelled`.
    skip
        Codes not to look for: those that take a while are ``likely-label-error``,
        ``swapped-labels`` and ``other-language``.
    on_note
        Called with what a user should know.

    Raises
    ------
    StanceError
        If there is nothing to check, or a code to skip is unknown.
    """
    if unknown := set(skip) - set(CODES):
        raise StanceError(
            f"there is no code {', '.join(sorted(unknown))} to skip; there are {', '.join(CODES)}"
        )
    refused: list[Reject] = []
    data = read_data(
        paths,
        codebook,
        columns=columns or {},
        label_map=label_map or {},
        split=split,
        offline=offline,
        on_reject=refused.append,
        on_note=on_note,
    )
    if not data.rows and not refused:
        raise StanceError(f"there are no rows in {', '.join(map(str, paths))}")
    findings = [
        found for found in _findings(data, refused, codebook, skip) if found.code not in skip
    ]
    ease = []
    if "likely-label-error" not in skip:
        doubts, difficulties = check_doubts(data.rows)
        findings += doubts
        ease = [Ease(**difficulty._asdict()) for difficulty in difficulties]
    # A nested statement's words stand in the outer one's by right.
    own = [row for row in data.rows if row.text and not row.values.get("nested")]
    return CheckReport(
        codebook=codebook.name if codebook else None,
        rows=len(data.rows),
        articles=len(data.articles),
        parts=tuple(_parts(data.rows)),
        columns=_columns(data.rows),
        diversity=diversity([row.text for row in own], [row.place for row in own]),
        ease=tuple(ease),
        findings=tuple(sorted(findings, key=lambda found: SEVERITIES.index(found.severity))),
    )


def _findings(
    data: Data, refused: Sequence[Reject], codebook: Codebook | None, skip: Collection[str]
) -> Iterator[Finding]:
    if refused:
        examples = [
            Example(
                place=reject.source if reject.line is None else f"{reject.source}:{reject.line}",
                text=reject.content,
                detail=reject.reason,
            )
            for reject in refused
        ]
        yield finding("unreadable-row", examples=examples)
    yield from check_labels(data.rows, codebook)
    for codes, look in _CHECKS.items():
        if not set(codes) <= set(skip):
            yield from look(data.rows)
    if data.articles:
        yield from _offsets(data)


def _offsets(data: Data) -> Iterator[Finding]:
    examples = [
        row.example(str(span))
        for row in data.rows
        if (text := data.articles.get(row.value("article") or "")) is not None
        for span in _spans(row)
        if text[span["start"] : span["end"]] != span["text"]
    ]
    if examples:
        yield finding("wrong-offsets", examples=examples)


def _spans(row: Row) -> Iterator[Mapping[str, Any]]:
    content = row.values.get("content")
    for span in [
        *(content if isinstance(content, list) else ()),
        row.values.get("mention"),
        row.values.get("cue"),
    ]:
        if isinstance(span, Mapping) and {"text", "start", "end"} <= set(span):
            yield span


def _parts(rows: Sequence[Row]) -> Iterator[Part]:
    parts: dict[str, Counter[str]] = {}
    for row in rows:
        parts.setdefault(row.part, Counter())[row.label or ""] += 1
    for name, labels in parts.items():
        yield Part(name=name, rows=labels.total(), labels=dict(labels.most_common()))


def _columns(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    counted = {}
    for name in _COUNTED:
        counts: Counter[str] = Counter()
        for row in rows:
            value = row.label if name == "label" else row.values.get(name)
            counts.update(map(str, value if isinstance(value, list) else [value] if value else []))
        if counts:
            counted[name] = dict(counts.most_common())
    return counted
