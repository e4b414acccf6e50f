from __future__ import annotations

from collections.abc import Callable

import pytest

from stance.statements import Statement

Read = Callable[[str], list[Statement]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We are ready," Anna Berg said.', "direct"),
        ("Anna Berg said they were ready.", "indirect"),
        ('Anna Berg said they were "quite ready".', "mixed"),
    ],
)
def test_kind_is_the_share_in_quotation_marks(read: Read, text: str, kind: str) -> None:
    [statement] = read(text)
    assert statement.kind == kind


def test_text_has_no_enclosing_marks_and_no_trailing_comma(read: Read) -> None:
    [statement] = read('"We are ready," Anna Berg said. "Are you?"')
    assert statement.text == "We are ready Are you?"
    assert statement.content[0].text == '"We are ready,"'


def test_indirect_content_leaves_that_and_the_full_stop_out(read: Read) -> None:
    [statement] = read("Anna Berg said that they were ready.")
    assert statement.content[0].text == "they were ready"


def test_the_context_is_the_sentence(read: Read) -> None:
    [statement] = read("It was cold. Anna Berg said they were ready. It rained.")
    assert statement.context == "Anna Berg said they were ready."


def test_mention_and_cue_are_spans_of_the_text(read: Read) -> None:
    text = "Foreign Minister Anna Berg has also said they were ready."
    [statement] = read(text)
    assert statement.cue is not None
    assert statement.mention is not None
    assert text[statement.cue.start : statement.cue.end] == "said"
    assert statement.mention.text == "Foreign Minister Anna Berg"
