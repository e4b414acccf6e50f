from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.extraction.languages import language
from stance.extraction.quotations import find_quotations, mark_tokens
from stance.extraction.segments import Tokens, paragraphs

ENGLISH = language("en")


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text, list(paragraphs(text)), ENGLISH)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ("He said „ja“ twice.", ["„ja“"]),
        ("Il a dit « oui ».", ["« oui »"]),
        ("Er sagte »ja« leise.", ["»ja«"]),
        ("He said ''yes'' and left.", ["''yes''"]),
        ('He said “yes" and left.', ['“yes"']),
        ("a plan for a”second phase” of it", ["”second phase”"]),
        ("She called it ‘a mistake’ twice.", ["‘a mistake’"]),
        ("She called it 'a mistake' twice.", ["'a mistake'"]),
        ("“They called it ‘a mistake’,” she said.", ["“They called it ‘a mistake’,”"]),
    ],
)
def test_marks_of_every_sort_pair(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't Oslo's fault, don't you think?",
        "The workers' demands and the nations' replies differ.",
        "Back in the '90s, rock 'n' roll was banned.",
        "Back in the ’90s the ministers’ cars were seized.",
        'A 6" pipe was found.',
    ],
)
def test_apostrophes_possessives_and_decades_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_possessive_inside_single_marks_does_not_close_them() -> None:
    assert quoted("He said 'the workers' pay will rise' on Monday.") == [
        "'the workers' pay will rise'"
    ]


def test_a_quotation_runs_on_over_paragraphs_that_open_with_a_mark() -> None:
    text = 'He said: "We came.\n\n"We saw.\n\n"We left."\n\nNobody replied.'
    found = find_quotations(text, list(paragraphs(text)), ENGLISH)
    assert [(q.paragraph, q.closed) for q in found] == [(0, False), (1, False), (2, True)]


def test_a_stray_mark_does_not_swallow_the_text() -> None:
    assert quoted('The " sign was lost. He said "yes" then.') == ['"yes"']
    assert quoted('The 5" pipe and "nothing else.\n\nPlain text.') == []


def test_stray_apostrophes_behind_an_s_are_possessives() -> None:
    text = "The ministers' cars"
    tokens = Tokens(ENGLISH)
    for paragraph in paragraphs(text):
        tokens.add(text, paragraph)
    mark_tokens(tokens, [])
    assert tokens.low == ["the", "ministers", "'s", "cars"]


@given(st.text(alphabet="\"“”„«»‘’'‚ ab.s,\n", max_size=80))
def test_any_marks_give_ordered_quotations_within_the_text(text: str) -> None:
    found = find_quotations(text, list(paragraphs(text)), ENGLISH)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
