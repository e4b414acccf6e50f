from __future__ import annotations

import pytest

from stance.eval.extraction.counts import length_of
from stance.eval.extraction.cue_types import CUE_TYPES, cue_type
from stance.eval.extraction.mention_types import MENTION_TYPES, mention_type
from stance.eval.extraction.mistakes import boundary_mistake
from stance.eval.extraction.speakers import same_speaker
from stance.extraction.languages import language
from stance.statements import Span, Speaker, Statement

ENGLISH = language("en")


def statement(
    mention: str | None = None, cue: str | None = None, speaker: str | None = None
) -> Statement:
    mentioned, cued = (text and Span(text, 0, len(text)) for text in (mention, cue))
    return Statement(
        id="a#1", article="a", text="x", kind="direct", content=(Span("x", 0, 1),),
        mention=mentioned or None, cue=cued or None, speaker=Speaker(speaker) if speaker else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mention", "speaker", "expected"),
    [
        (None, None, "none"),
        ("he", "Ada Voss", "pronoun"),
        ("She", None, "pronoun"),
        ("who", None, "pronoun"),
        ("Ada Voss", "Ada Voss", "name"),
        ("Interior Minister Ada Voss", "Ada Voss", "name"),
        ("Voss", "Ada Voss", "name"),
        ("Mr Voss", None, "name"),
        ("Voss", None, "name"),
        ("Hamas", "Hamas", "organisation"),
        ("the minister", "Ada Voss", "description"),
        ("a spokesman for the ministry", None, "description"),
        ("Moscow", "Russia", "organisation"),
        ("the White House", "United States", "organisation"),
        ("the foreign ministry", None, "organisation"),
        ("officials in Berlin", None, "group"),
        ("Iranians", None, "group"),
        ("Voss and Ruhl", None, "group"),
        ("The statement", None, "document"),
    ],
)
def test_what_names_the_source(mention: str | None, speaker: str | None, expected: str) -> None:
    assert mention_type(statement(mention, speaker=speaker), ENGLISH) == expected
    assert expected in MENTION_TYPES


@pytest.mark.parametrize("mention", ["", "—", "“", "of", "the", "7", "'s", "and"])
def test_odd_mentions_have_a_type(mention: str) -> None:
    assert mention_type(statement(mention), ENGLISH) in MENTION_TYPES


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        (None, "none"),
        ("said", "verb"),
        ("has also SAID", "verb"),
        ("according to", "preposition"),
        ("demand", "verb"),
        ("warning", "verb"),
        ("harrumphed", "unknown"),
        ("—", "unknown"),
    ],
)
def test_what_attributes(cue: str | None, expected: str) -> None:
    assert cue_type(statement(cue=cue), ENGLISH) == expected
    assert expected in CUE_TYPES


def test_another_language_has_words_of_its_own() -> None:
    spanish = language("es")
    assert cue_type(statement(cue="dijo"), spanish) == "verb"
    assert cue_type(statement(cue="según"), spanish) == "preposition"
    assert mention_type(statement("el ministro"), spanish) == "description"
    assert mention_type(statement("ella"), spanish) == "pronoun"


def test_lengths() -> None:
    lengths = [length_of("word " * n) for n in (0, 250, 251, 500, 1000, 1001)]
    assert lengths == ["to 250", "to 250", "to 500", "to 500", "to 1000", "over 1000"]


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (None, None),
        ("Ada Voss", "ada voss"),
        ("Ada Voss", "Voss"),
        ("Ada Voss", "Interior Minister Ada Voss"),
        ("Abdel al-Sisi", "Sisi"),
        ("René Müller", "Rene Muller"),
        ("Russia", "Moscow"),
        ("Russia", "the Russian government"),
        ("Russian foreign ministry", "Russia’s Foreign Ministry"),
        ("Kremlin spokesman", "Russian spokesmen"),
        ("foreign ministry of Russia", "Russian foreign ministry"),
        ("World Food Programme", "WFP"),
        ("United States", "the U.S."),
        ("Britain and France", "France and the United Kingdom"),
        ("Ada Voss|Ben Ruhl", "Ruhl"),
        ("a senior official", "senior officials"),
    ],
)
def test_one_speaker(gold: str | None, predicted: str | None) -> None:
    assert same_speaker(gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Ada Voss", None),
        (None, "Ada Voss"),
        ("Ada Voss", "Ben Voss"),
        ("Ada Voss", "Ada Ruhl"),
        ("Ada Voss", "Voss's sister"),
        ("Russia", "the Russian president"),
        ("mayor of London", "mayor of the United Kingdom"),
        ("France, Germany and Britain", "Germany and Britain"),
        ("European leaders", "leaders"),
        ("a spokesman for Nato", "a spokesman"),
        ("Ada Voss", "—"),
        ("…", "—"),
    ],
)
def test_two_speakers(gold: str | None, predicted: str | None) -> None:
    assert not same_speaker(gold, predicted)


def test_edges() -> None:
    def mistake(mine: range, theirs: range, *others: range, gold: tuple[range, ...] = ()) -> object:
        return boundary_mistake(
            frozenset(mine),
            frozenset(theirs),
            gold=[frozenset(mine), *map(frozenset, gold)],
            predicted=[frozenset(theirs), *map(frozenset, others)],
        )

    assert mistake(range(5), range(5)) is None
    assert mistake(range(5), range(6)) == "too long"
    assert mistake(range(5), range(4)) == "too short"
    assert mistake(range(5), range(2, 7)) == "too long"
    assert mistake(range(5), range(3, 6)) == "too short"
    assert mistake(range(9), range(4), range(5, 9)) == "split"
    assert mistake(range(4), range(9), gold=(range(5, 9),)) == "merged"
