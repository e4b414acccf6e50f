from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.duplicates import digest, normalised


@pytest.mark.parametrize(
    "other",
    ["“We will talk.”", "we  will\ntalk", "We will talk!", "WE WILL TALK", "We\u00a0will talk…"],
)
def test_case_marks_and_spaces_make_no_other_text(other: str) -> None:
    assert normalised(other) == normalised("We will talk")
    assert digest(other) == digest("We will talk")


def test_other_words_make_another_text() -> None:
    assert normalised("We will talk") != normalised("We will not talk")
    assert normalised("…") != normalised("!")


@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_digest(text: str) -> None:
    assert len(digest(text)) == 16
    assert normalised(text).strip() or not text.strip()
