"""The lexicon of cues: what each word that attributes may take as content."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

FRAMES: Final = frozenset(
    ("clause", "that", "question", "quote", "hearer", "infinitive", "bid", "object", "as", "naming")
)
Form = Literal["base", "present", "past", "participle", "ing"]
Inflection = Mapping[str, Sequence[Sequence[str]]]
_TABLES: Final = {
    "irregular": frozenset[str](),
    "verbs": frozenset({"lemmas", "frames", "prepositions"}),
    "phrases": frozenset({"words", "frames", "prepositions"}),
    "nouns": frozenset({"words", "prepositions"}),
    "light": frozenset({"verbs", "nouns"}),
    "prepositions": frozenset({"words", "before_names", "before_verbs"}),
    "relay": frozenset({"markers", "verbs"}),
    "exceptions": frozenset({"kept_when_negated", "noun_like", "accusing", "accusing_passive"}),
}
_OPTIONAL: Final = frozenset({"prepositions"})


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
    before_names, before_verbs
        Those that need a capital behind them ("per"), and those that may stand before a verb of
        saying too (Spanish "según").
    relay_markers, relay_verbs
        "as saying" by its last word, and the verbs that it follows: "quoted X as saying".
    kept_when_negated
        Lemmas that attribute though denied: "did not deny".
    noun_like
        Lemmas whose present needs a quotation or "that" behind it: "states".
    accusing, accusing_passive
        Lemmas of which the passive's subject is the accused; with or without an agent, and only
        with one.
    """

    forms: Mapping[str, VerbForm]
    verbs: Mapping[str, Frame]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    nouns: Mapping[str, frozenset[str]]
    light_verbs: frozenset[str]
    light_nouns: frozenset[str]
    prepositions: Mapping[str, tuple[tuple[str, ...], ...]]
    before_names: frozenset[tuple[str, ...]]
    before_verbs: frozenset[tuple[str, ...]]
    relay_markers: Mapping[str, tuple[str, ...]]
    relay_verbs: frozenset[str]
    kept_when_negated: frozenset[str]
    noun_like: frozenset[str]
    accusing: frozenset[str]
    accusing_passive: frozenset[str]


def read_lexicon(toml: str, inflection: Inflection) -> Lexicon:
    """Read a lexicon from TOML.

    Parameters
    ----------
    toml
        The text of ``cues.toml``.
    inflection
        How the language's regular words are inflected: form -> rules.

    Raises
    ------
    ValueError
        If a table, key or frame is missing or unknown.
    """
    source = tomllib.loads(toml)
    _check(source)
    verbs: dict[str, Frame] = {}
    for entry in source["verbs"]:
        frame = _frame(entry)
        for lemma in entry["lemmas"].split():
            verbs[lemma] = verbs[lemma] | frame if lemma in verbs else frame
    phrases = _phrases(source["phrases"])
    light, relay, exceptions = source["light"], source["relay"], source["exceptions"]
    light_verbs = frozenset(light["verbs"].split())
    lemmas = sorted(set(verbs) | set(phrases) | light_verbs)
    plural = inflection["plural"]
    nouns: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for entry in source["nouns"]:
        for word in entry["words"].split():
            for form in (word, *_inflected(word, plural)):
                nouns[form] |= frozenset(entry["prepositions"])
    prepositions: defaultdict[str, tuple[tuple[str, ...], ...]] = defaultdict(tuple)
    for phrase in source["prepositions"]["words"]:
        first, *_ = words = tuple(phrase.split())
        prepositions[first] += (words,)
    return Lexicon(
        forms=_forms(lemmas, source["irregular"], inflection),
        verbs=verbs,
        phrases=phrases,
        nouns=dict(nouns),
        light_verbs=light_verbs,
        light_nouns=frozenset(
            form for word in light["nouns"].split() for form in (word, *_inflected(word, plural))
        ),
        prepositions=dict(prepositions),
        before_names=frozenset(tuple(p.split()) for p in source["prepositions"]["before_names"]),
        before_verbs=frozenset(tuple(p.split()) for p in source["prepositions"]["before_verbs"]),
        relay_markers={marker.split()[-1]: tuple(marker.split()) for marker in relay["markers"]},
        relay_verbs=frozenset(relay["verbs"].split()),
        **{key: frozenset(words.split()) for key, words in exceptions.items()},
    )


def inflect(lemma: str, inflection: Inflection) -> dict[str, Form]:
    """Return the forms of a regular verb."""
    forms: dict[str, Form] = {lemma: "base"}
    for form in get_args(Form)[1:]:
        for word in _inflected(lemma, inflection[form]):
            forms.setdefault(word, form)
    return forms


def _inflected(word: str, rules: Sequence[Sequence[str]]) -> list[str]:
    """Replace the ending of a word by those of the first rule that fits it."""
    for ending, *others in rules:
        if match := re.search(ending, word):
            return [word[: match.start()] + match.expand(other) for other in others]
    return []


def _forms(
    lemmas: Iterable[str], irregular: Mapping[str, Mapping[Form, str]], inflection: Inflection
) -> dict[str, VerbForm]:
    forms: dict[str, VerbForm] = {}
    for lemma in lemmas:
        given = irregular.get(lemma, {})
        regular = {form: rules for form, rules in inflection.items() if form not in given}
        inflected = inflect(lemma, {**dict.fromkeys(given, ()), **regular})
        for form, words in given.items():
            for word in words.split():
                inflected.setdefault(word, form)
        for word, form in inflected.items():
            forms.setdefault(word, VerbForm(lemma, form))
    return forms


def _check(source: Mapping[str, Any]) -> None:
    """Refuse tables and keys that are missing or unknown."""
    _compare("tables", source.keys(), _TABLES.keys())
    for name, keys in _TABLES.items():
        if not keys:
            continue
        table = source[name]
        for entry in table if isinstance(table, list) else [table]:
            optional = _OPTIONAL if "frames" in keys else frozenset[str]()
            _compare(f"keys of {name}", entry.keys() | optional, keys)
    for lemma, forms in source["irregular"].items():
        if unknown := sorted(set(forms) - set(get_args(Form))):
            raise ValueError(f"irregular, {lemma}: unknown forms {unknown}")


def _compare(what: str, found: Iterable[str], wanted: Iterable[str]) -> None:
    if missing := sorted(set(wanted) - set(found)):
        raise ValueError(f"missing {what}: {', '.join(missing)}")
    if unknown := sorted(set(found) - set(wanted)):
        raise ValueError(f"unknown {what}: {', '.join(unknown)}")


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
