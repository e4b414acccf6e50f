from __future__ import annotations

from dataclasses import replace

import pytest

import stance.data
from stance.articles import Article, read_articles
from stance.extraction import extract
from stance.extraction.known import resolve_speakers
from stance.statements import Span, Statement

TEXT = (
    "Interior Minister Ada Voss said the bridge would stay shut.\n\n"
    "She added that talks could begin. “We will see,” the minister replied.\n\n"
    "“That is all there is to say of it.”"
)


def known(words: str, mention: str | None, cue: str | None, number: int = 1) -> Statement:
    def cut(part: str) -> Span:
        start = TEXT.index(part)
        return Span.cut(TEXT, start, start + len(part))

    return Statement(
        id=f"a#{number}", article="a", text="", kind="indirect", content=(cut(words),),
        mention=cut(mention) if mention else None, cue=cut(cue) if cue else None,
    )  # fmt: skip


@pytest.fixture
def article() -> Article:
    return Article(id="a", text=TEXT, language="en")


def test_pronouns_and_descriptions_point_back(article: Article) -> None:
    statements = [
        known("“We will see,”", "the minister", "replied", 3),
        known("talks could begin", "She", "added", 2),
        known("the bridge would stay shut", "Interior Minister Ada Voss", "said", 1),
    ]
    resolved = resolve_speakers(article, statements)
    assert [one.id for one in resolved] == ["a#3", "a#2", "a#1"]
    assert [one.speaker and one.speaker.name for one in resolved] == ["Ada Voss"] * 3


def test_what_the_statement_says_of_its_speaker_is_not_read(article: Article) -> None:
    wrong = known("the bridge would stay shut", "Interior Minister Ada Voss", "said")
    (resolved,) = resolve_speakers(article, [wrong])
    assert resolved.speaker is not None
    assert resolved.speaker.name == "Ada Voss"
    (unnamed,) = resolve_speakers(article, [replace(wrong, mention=None, speaker=resolved.speaker)])
    assert unnamed.speaker is None


def test_a_quotation_that_stands_alone_is_of_whoever_spoke_before(article: Article) -> None:
    first = known("the bridge would stay shut", "Interior Minister Ada Voss", "said")
    alone = known("“That is all there is to say of it.”", None, None, 2)
    assert [
        one.speaker and one.speaker.name for one in resolve_speakers(article, [first, alone])
    ] == [
        "Ada Voss",
        "Ada Voss",
    ]
    (nobody,) = resolve_speakers(article, [alone])
    assert nobody.speaker is None


def test_words_and_context_are_filled_in_where_there_are_none(article: Article) -> None:
    bare = known("“We will see,”", "the minister", "replied")
    (resolved,) = resolve_speakers(article, [bare])
    assert (resolved.text, resolved.context) == (
        "We will see",
        "“We will see,” the minister replied.",
    )
    (kept,) = resolve_speakers(article, [replace(bare, text="so", context="here")])
    assert (kept.text, kept.context) == ("so", "here")


def test_what_is_no_word_of_the_text_has_no_speaker(article: Article) -> None:
    place = TEXT.index("\n\n")
    odd = replace(known("talks", None, None), content=(Span.cut(TEXT, place, place + 2),))
    assert resolve_speakers(article, [odd]) == [odd]
    assert resolve_speakers(article, []) == []


def test_what_the_rules_find_has_the_speakers_that_they_give() -> None:
    """The resolution is that of extraction: most sources are read back as the rules read them."""
    same = total = 0
    for article in read_articles([stance.data.ARTICLES]):
        found = extract(article)
        for one, again in zip(found, resolve_speakers(article, found), strict=True):
            same += one.speaker == again.speaker
            total += 1
    assert same / total > 0.95
