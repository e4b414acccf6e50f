"""What a check of labelled data can find: codes that stay the same, each with its cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")

EXAMPLES: Final = 200
"""Rows that a finding names at most; the others are counted."""


class Kind(NamedTuple):
    """What a code stands for.

    Attributes
    ----------
    severity
        Figures from data with an error are wrong; with a warning, they may be.
    meaning
        What is the matter.
    cure
        What to do.
    """

    severity: Severity
    meaning: str
    cure: str


CODES: Final[Mapping[str, Kind]] = {
    "unreadable-row": Kind(
        "error", "rows that cannot be read", "Put them right in the file, or take them out."
    ),
    "missing-text": Kind("error", "rows without text", "Fill the text in, or take the rows out."),
    "short-text": Kind(
        "note", "texts of one word", "Look whether the words were cut off; else leave them."
    ),
    "long-text": Kind(
        "warning",
        "texts of over 200 words",
        "Look whether several statements ran together; most encoders read no further than that.",
    ),
    "broken-characters": Kind(
        "warning",
        "texts with broken characters",
        "Export them again as UTF-8: a wrong encoding was read at some point.",
    ),
    "markup": Kind(
        "warning", "texts with markup", "Take tags and entities out: they are not what was said."
    ),
    "other-language": Kind(
        "warning",
        "texts in another language than most",
        "Take them out, or train one classifier for each language.",
    ),
    "missing-label": Kind(
        "error",
        "rows without a label",
        "Label them, or take them out; if the labels stand in another column, name it with "
        "--column label=NAME.",
    ),
    "unknown-label": Kind(
        "error",
        "labels that the codebook does not have",
        "Correct them, map them with --map THEIRS=OURS, or name another codebook (auto takes "
        "those in the data).",
    ),
    "unknown-act": Kind(
        "error", "acts that the codebook does not have", "Correct them, or name another codebook."
    ),
    "act-contradicts-label": Kind(
        "error", "acts that roll up to another label than the row has", "Put one of the two right."
    ),
    "absent-label": Kind(
        "warning",
        "labels or acts of the codebook without any row",
        "Add rows: what is never seen is never predicted.",
    ),
    "few-examples": Kind(
        "warning",
        "labels or acts with fewer than 20 rows",
        "Add rows: neither training nor figures can be trusted for them.",
    ),
    "imbalance": Kind(
        "warning",
        "one label is over ten times as frequent as another",
        "Judge by macro-F1, not accuracy; weigh classes, or label more of the rare ones.",
    ),
    "missing-from-part": Kind(
        "warning",
        "labels that some part of the data lacks",
        "Divide the data again: stance data split keeps labels in proportion.",
    ),
    "repeated-id": Kind(
        "error", "ids that stand more than once", "Give each row an id of its own."
    ),
    "duplicate": Kind(
        "warning", "rows with the same words as another, and the same label", "Keep one of each."
    ),
    "contradicting-duplicate": Kind(
        "warning",
        "rows with the same words as another, and another label",
        "Settle what holds; where speaker or context make the difference, let the classifier read "
        "them.",
    ),
    "near-duplicate": Kind(
        "note",
        "rows with nearly the same words as another, and the same label",
        "Keep one of each, if they are copies.",
    ),
    "contradicting-near-duplicate": Kind(
        "warning",
        "rows with nearly the same words as another, and another label",
        "Settle what holds.",
    ),
    "leak": Kind(
        "error",
        "rows with the same words as one in another part of the data",
        "Take them out of one, or divide the data again with stance data split: figures on the "
        "one are too good.",
    ),
    "near-leak": Kind(
        "error",
        "rows with nearly the same words as one in another part of the data",
        "Take them out of one, or divide the data again with stance data split.",
    ),
    "article-in-two-parts": Kind(
        "error",
        "articles with rows in two parts of the data",
        "Divide by article: stance data split --by article.",
    ),
    "dispute-in-two-parts": Kind(
        "warning",
        "disputes with rows in two parts of the data",
        "Divide by dispute: stance data split --by dispute; else figures say nothing of new ones.",
    ),
    "speaker-in-two-parts": Kind(
        "note",
        "speakers with rows in two parts of the data",
        "Where the classifier reads the speaker, divide by it: stance data split --by speaker.",
    ),
    "unnamed-groups": Kind(
        "note",
        "columns that tie rows together, though no column is called article",
        "If those rows resemble one another, keep them together: stance data split --by NAME, "
        "and --column article=NAME in training.",
    ),
    "telling-column": Kind(
        "warning",
        "columns that give the label away",
        "Do not let the classifier read them, nor whatever was derived from the label.",
    ),
    "telling-token": Kind(
        "warning",
        "words that give the label away",
        "Look how the rows were chosen: a classifier will learn the word, not the meaning.",
    ),
    "swapped-labels": Kind(
        "error",
        "files whose labels seem to mean different things",
        "Look at rows of both under the same label: codes may be mixed up in one of them.",
    ),
    "likely-label-error": Kind(
        "note",
        "rows whose label a classifier that has not seen them doubts",
        "Read them again by the codebook; most are hard, some are wrong.",
    ),
    "wrong-offsets": Kind(
        "error",
        "statements whose offsets do not cut their words out of the article",
        "Count offsets in Unicode code points of the article's text, from 0.",
    ),
}


class Example(BaseModel):
    """A row that a finding is about; `place` is ``file:line``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    id: str = ""
    label: str = ""
    text: str = ""
    detail: str = ""


class Finding(BaseModel):
    """Something about the data that their user should know.

    Attributes
    ----------
    code
        One of `CODES`.
    severity, cure
        The code's.
    message
        What is the matter, with figures.
    count
        How many rows, pairs, columns, …
    examples
        The rows, the first `EXAMPLES` of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    severity: Severity
    message: str
    cure: str
    count: int
    examples: tuple[Example, ...] = ()


def finding(
    code: str,
    message: str | None = None,
    *,
    examples: Sequence[Example] = (),
    count: int | None = None,
) -> Finding:
    """Make a finding: its message is by default the count and the code's meaning."""
    kind = CODES[code]
    number = len(examples) if count is None else count
    return Finding(
        code=code,
        severity=kind.severity,
        message=message or f"{number:,} {kind.meaning}",
        cure=kind.cure,
        count=number,
        examples=tuple(examples[:EXAMPLES]),
    )


def at_least(severity: Severity, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that are as severe as that, or more."""
    upto = SEVERITIES.index(severity)
    return [found for found in findings if SEVERITIES.index(found.severity) <= upto]
