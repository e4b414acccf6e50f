"""Which language a text is in, told by the share of its closed-class words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from stance.extraction.languages.loading import languages, words

DEFAULT: Final = "en"
_SAMPLE: Final = 4_000  # characters
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str, code: str | None) -> str:
    """Return a language that ships: the one that a BCP 47 code names, else a guess."""
    primary = (code or "").partition("-")[0].lower()
    return primary if primary in languages() else guess(text)


def guess(text: str) -> str:
    """Guess the language of a text among those that ship.

    Parameters
    ----------
    text
        The text; only its beginning is read.

    Returns
    -------
    str
        The code of the language most of whose closed-class words it holds; English where none
        stands out.
    """
    return _guess(text[:_SAMPLE])


@lru_cache(maxsize=64)
def _guess(sample: str) -> str:
    found = [match.group().lower() for match in _WORD.finditer(sample)]
    shares = {code: sum(map(_closed_class(code).__contains__, found)) for code in languages()}
    return max(shares, key=lambda code: (shares[code], code == DEFAULT))


@cache
def _closed_class(code: str) -> frozenset[str]:
    known = words(code)
    return (
        known.determiners
        | known.pronouns
        | known.prepositions
        | known.auxiliaries
        | known.conjunctions
        | known.subordinators
        | known.negators
    )
