from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.terminal import plain


@pytest.mark.parametrize(
    "unsafe", ["\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2067", "\u200f", "\ufeff", "\ud83d"]
)
def test_what_a_terminal_would_obey_is_shown(unsafe: str) -> None:
    assert plain(f"a{unsafe}b") == f"a\\u{ord(unsafe):04x}b"


def test_lines_are_joined_unless_they_are_wanted() -> None:
    assert plain("a\n\tb") == "a b"
    assert plain("a\n\tb", keep_newlines=True) == "a\n\tb"


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_words_stay(text: str) -> None:
    assert plain(text) == text


def test_hidden_text_is_shown() -> None:
    assert plain("a\U000e0041b") == "a\\U000e0041b"


def test_a_line_end_of_windows_is_a_line_end() -> None:
    assert plain("a\r\nb") == "a b"
    assert plain("a\r\nb", keep_newlines=True) == "a\nb"
