"""The lexicon of cues: what each word that attributes may take as content."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

FRAMES: Final = frozenset(
    ("clause", "that", "question", "quote", "hearer", "infinitive", "bid", "object", "as", "naming")
)
Form = Literal["base", "present", "past", "participle", "ing"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a cue may take: named frames, and prepositions that may open its content."""

    frames: frozenset[str]
    prepositions: frozenset[str] = frozenset()

    def __or__(self, other: Frame) -> Frame:
        return Frame(self.frames | other.frames, self.prepositions | other.prepositions)

    def __contains__(self, name: str) -> bool:
        return name in self.frames


class VerbForm(NamedTuple):
    """An inflected verb: its lemma and which form it is."""

    lemma: str
    form: Form


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cues, keyed as the finder needs them.

    Attributes
    ----------
    forms
        Inflected form -> lemma and form, for cue verbs, verbs of phrases and light verbs.
    verbs
        Lemma -> frame of the bare verb.
    phrases
        Lemma -> (words that follow it, frame), the longest first.
    nouns
        Noun, singular or plural -> the prepositions (or "that") that open its content.
    light_verbs, light_nouns
        "issue", "make"; "apology", "warning".
    prepositions
        First word -> the whole preposition ("according", "to").
    """

    forms: Mapping[str, VerbForm]
    verbs: Mapping[str, Frame]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    nouns: Mapping[str, frozenset[str]]
    light_verbs: frozenset[str]
    light_nouns: frozenset[str]
    prepositions: Mapping[str, tuple[tuple[str, ...], ...]]


@cache
def lexicon() -> Lexicon:
    """Load the lexicon that comes with the package."""
    return read_lexicon(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))


def read_lexicon(toml: str) -> Lexicon:
    """Read a lexicon from TOML.

    Raises
    ------
    ValueError
        If a frame is unknown.
    """
    source = tomllib.loads(toml)
    verbs: dict[str, Frame] = {}
    for entry in source.get("verbs", ()):
        frame = _frame(entry)
        for lemma in entry["lemmas"].split():
            verbs[lemma] = verbs[lemma] | frame if lemma in verbs else frame
    phrases = _phrases(source.get("phrases", ()))
    light = source.get("light", {})
    light_verbs = frozenset(light.get("verbs", "").split())
    lemmas = sorted(set(verbs) | set(phrases) | light_verbs)
    nouns: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for entry in source.get("nouns", ()):
        for word in entry["words"].split():
            nouns[word] |= frozenset(entry["prepositions"])
            nouns[_plural(word)] |= frozenset(entry["prepositions"])
    prepositions: defaultdict[str, tuple[tuple[str, ...], ...]] = defaultdict(tuple)
    for phrase in source.get("prepositions", {}).get("words", ()):
        first, *_ = words = tuple(phrase.split())
        prepositions[first] += (words,)
    return Lexicon(
        forms=_forms(lemmas, source.get("irregular", {})),
        verbs=verbs,
        phrases=phrases,
        nouns=dict(nouns),
        light_verbs=light_verbs,
        light_nouns=frozenset(
            form for word in light.get("nouns", "").split() for form in (word, _plural(word))
        ),
        prepositions=dict(prepositions),
    )


def inflect(lemma: str) -> dict[str, Form]:
    """Return the forms of a regular verb.

    >>> sorted(inflect("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    if lemma.endswith("e"):
        past, ing = lemma + "d", lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past, ing = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, ing = lemma + "ed", lemma + "ing"
    return {lemma: "base", _plural(lemma): "present", past: "past", ing: "ing"}


def _plural(word: str) -> str:
    """Add the s of a plural or of the third person."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _forms(lemmas: Iterable[str], irregular: Mapping[str, list[str]]) -> dict[str, VerbForm]:
    forms: dict[str, VerbForm] = {}
    for lemma in lemmas:
        inflected = inflect(lemma)
        if lemma in irregular:
            inflected = {lemma: "base"}
            for word in irregular[lemma]:
                inflected.setdefault(word, _irregular_form(word, irregular[lemma]))
        for word, form in inflected.items():
            forms.setdefault(word, VerbForm(lemma, form))
    return forms


def _irregular_form(word: str, forms: list[str]) -> Form:
    if word.endswith("ing") and word != forms[1]:
        return "ing"
    if word == forms[0]:
        return "present"
    return "participle" if word == forms[-1] != forms[1] and not word.endswith("ed") else "past"


def _frame(entry: Mapping[str, Any]) -> Frame:
    frames = frozenset(entry["frames"])
    if unknown := frames - FRAMES:
        raise ValueError(f"unknown frames {sorted(unknown)}; known are {sorted(FRAMES)}")
    return Frame(frames, frozenset(entry.get("prepositions", ())))


def _phrases(
    entries: Iterable[Mapping[str, Any]],
) -> dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]:
    phrases: defaultdict[str, list[tuple[tuple[str, ...], Frame]]] = defaultdict(list)
    for entry in entries:
        frame = _frame(entry)
        for phrase in entry["words"].split("|"):
            lemma, *rest = phrase.split()
            phrases[lemma].append((tuple(rest), frame))
    return {
        lemma: tuple(sorted(found, key=lambda item: -len(item[0])))
        for lemma, found in phrases.items()
    }
