"""Phrases with wildcards, found in words: of matches that overlap the longest counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from stance.errors import StanceError

_GAP: Final = "..."
_LONGEST_GAP: Final = 4
_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_VALID: Final = re.compile(r"[^\W_A-Z]+(?:[-'][^\W_A-Z]+)*\*?")


class Match(NamedTuple):
    """A phrase that was found.

    Attributes
    ----------
    target
        What it speaks for.
    phrase
        As it stands in the lexicon.
    text
        The words that it matched.
    words
        How many of its own words were matched, gaps left out.
    """

    target: str
    phrase: str
    text: str
    words: int


class _Phrase(NamedTuple):
    target: str
    source: str
    pattern: re.Pattern[str]
    words: int


class Phrases:
    """Finds phrases in texts.

    Parameters
    ----------
    by_target
        The phrases that speak for each target, in the syntax of the lexicon files: words in lower
        case, ``attack*`` for any ending, ``talk/meet`` for either word, ``...`` for up to four words.

    Raises
    ------
    StanceError
        If a phrase is not of that form.
    """

    def __init__(self, by_target: Mapping[str, Sequence[str]]) -> None:
        self._phrases = [
            _compile(target, phrase) for target, phrases in by_target.items() for phrase in phrases
        ]

    def find(self, text: str) -> list[Match]:
        """Return the matches that do not overlap, longest first; of equal ones the earlier."""
        words = _WORD.findall(text.lower().replace("’", "'"))
        # Every word has a space on either side of its own, so that words are matched whole.
        line = "".join(f" {word} " for word in words)
        found = sorted(self._occurrences(line), key=lambda each: (-each[1].words, each[0].start()))
        taken: list[tuple[int, int]] = []
        matches = []
        for place, phrase in found:
            start, end = place.span()
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                text_found = " ".join(place.group().split())
                matches.append(Match(phrase.target, phrase.source, text_found, phrase.words))
        return matches

    def _occurrences(self, line: str) -> Iterator[tuple[re.Match[str], _Phrase]]:
        for phrase in self._phrases:
            for place in phrase.pattern.finditer(line):
                yield place, phrase


def _compile(target: str, source: str) -> _Phrase:
    parts = source.split()
    if not parts or parts[0] == _GAP or parts[-1] == _GAP:
        raise StanceError(f"the phrase {source!r} of {target} must begin and end with a word")
    pattern = ""
    for part in parts:
        if part == _GAP:
            pattern += f"(?: \\S+ ){{0,{_LONGEST_GAP}}}?"
            continue
        words = part.split("/")
        if not all(_VALID.fullmatch(word) for word in words):
            raise StanceError(
                f"the phrase {source!r} of {target} has {part!r}: write words in lower case, with * at "
                "the end for any ending and / between words of which any will do"
            )
        options = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words)
        pattern += f" (?:{options}) "
    number = sum(part != _GAP for part in parts)
    return _Phrase(target, source, re.compile(pattern), number)
