from __future__ import annotations

import pytest

from stance.articles.article import Article
from stance.extraction import extract


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Anna Berg said that they were ready.",
            "verb 'say', source as its subject, content behind it",
        ),
        ('"We are ready," said Anna Berg.', "verb 'say', source behind it, content before it"),
        (
            "According to Anna Berg, they were ready.",
            "preposition 'according to', source behind its preposition, content behind it",
        ),
        (
            "Oslo was accused by Anna Berg of lying.",
            "verb 'accuse', passive, source behind its preposition, content behind it",
        ),
        (
            "We are ready — Anna Berg (@berg) January 3, 2016",
            "no cue: an embedded post, by the name signed under it",
        ),
    ],
)
def test_each_statement_can_say_why_it_was_found(text: str, reason: str) -> None:
    [statement] = extract(Article(id="a", text=text), explain=True)
    assert statement.reason == reason


def test_a_floating_quotation_says_so() -> None:
    text = (
        "Anna Berg arrived late on Monday evening.\n\n"
        '"We have all been waiting for this day for many years."'
    )
    [statement] = extract(Article(id="a", text=text), explain=True)
    assert statement.reason is not None
    assert statement.reason.startswith("no cue: a quotation that stands alone")


def test_no_reason_is_given_unasked() -> None:
    [statement] = extract(Article(id="a", text="Anna Berg said that they were ready."))
    assert statement.reason is None
    assert "reason" not in statement.to_record()
