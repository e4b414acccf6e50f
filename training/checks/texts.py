"""Texts that are no statements: empty, cut, overlong, broken, in another language."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from stance.training.checks.findings import Finding, finding
from stance.training.checks.rows import Row

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SHORTEST, LONGEST = 2, 200
SAMPLE: Final = 20_000
"""Texts whose language is told at most, drawn at random: it takes a while."""

_WORD = re.compile(r"\w+")
# What UTF-8 looks like when it was read as Windows-1252, and what replaces the unreadable.
_BROKEN = re.compile("�|Ã[\u0080-\u00bf¡-¿]|â€|Â[\u00a0-\u00bf]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-z]{2,8}|#\d{2,5});")
# Names and short words look like any language.
_TELLING_WORDS, _SURE = 6, 0.99


def check_texts(rows: Sequence[Row]) -> Iterator[Finding]:
    """Find texts that are not fit to learn from."""
    words = [len(_WORD.findall(row.text)) for row in rows]
    for code, wrong in {
        "missing-text": [not row.text for row in rows],
        "short-text": [bool(row.text) and n < SHORTEST for row, n in zip(rows, words, strict=True)],
        "long-text": [n > LONGEST for n in words],
        "broken-characters": [bool(_BROKEN.search(row.text)) for row in rows],
        "markup": [bool(_MARKUP.search(row.text)) for row in rows],
    }.items():
        if examples := [row.example() for row, bad in zip(rows, wrong, strict=True) if bad]:
            yield finding(code, examples=examples)


def check_languages(rows: Sequence[Row], seed: int = 0) -> Iterator[Finding]:
    """Find texts in another language than most are in."""
    long = [row for row in rows if len(_WORD.findall(row.text)) >= _TELLING_WORDS]
    if len(long) > SAMPLE:
        long = random.Random(seed).sample(long, SAMPLE)  # noqa: S311 - no secret
    told = [(row, *_identifier().classify(row.text)) for row in long]
    if not told:
        return
    common = Counter(language for _, language, _ in told).most_common(1)[0][0]
    examples = [
        row.example(language) for row, language, sure in told if language != common and sure > _SURE
    ]
    if examples:
        named = ", ".join(
            f"{name} {number:,}"
            for name, number in Counter(e.detail for e in examples).most_common(5)
        )
        message = f"{len(examples):,} of {len(told):,} texts are not in {common}, as most: {named}"
        yield finding("other-language", message, examples=examples)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
