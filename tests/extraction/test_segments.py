from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.extraction.languages import language
from stance.extraction.segments import (
    CHAPTER,
    LONGEST_PARAGRAPH,
    Range,
    Tokens,
    chapters,
    paragraphs,
    token_pattern,
)

ENGLISH = language("en")


def words(text: str, code: str = "en") -> list[str]:
    return token_pattern(language(code)).findall(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and the U.N.", ["The", "U.S.", "and", "the", "U.N."]),
        ("Mr. Doe isn't Oslo's", ["Mr.", "Doe", "isn't", "Oslo", "'s"]),
        ("Oslo’s 10,000 al-Harbi", ["Oslo", "’s", "10,000", "al-Harbi"]),
        ("John F. Doe met @jdoe.", ["John", "F.", "Doe", "met", "@jdoe", "."]),
        ("wait... no—yes", ["wait", "...", "no", "—", "yes"]),
        ("''Yes,'' she", ["''", "Yes", ",", "''", "she"]),
    ],
)
def test_tokens_keep_abbreviations_names_and_contractions_whole(
    text: str, expected: list[str]
) -> None:
    assert words(text) == expected


def test_abbreviations_and_the_genitive_are_those_of_the_language() -> None:
    assert words("La Sra. Ruiz, de EE.UU.", "es") == ["La", "Sra.", "Ruiz", ",", "de", "EE.UU."]
    assert words("Oslo's", "es") == ["Oslo's"]


def test_lines_are_paragraphs_and_blanks_are_trimmed() -> None:
    text = "  Headline \n\nFirst line.\r\nSecond line.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["Headline", "First line.", "Second line."]


def test_a_hard_wrapped_text_keeps_its_paragraphs() -> None:
    line = "the council met again and\nheard the envoys of both\nsides, who had come from\nfar away and\nstayed"
    text = f"{line}.\n\n{line}."
    assert len(list(paragraphs(text))) == 2


def test_an_endless_line_is_cut_at_white_space() -> None:
    text = "word " * 10_000
    pieces = list(paragraphs(text))
    assert all(b - a <= LONGEST_PARAGRAPH for a, b in pieces)
    assert all(text[a:b].startswith("word") and text[a:b].endswith("word") for a, b in pieces)


def test_a_long_text_is_read_in_chapters() -> None:
    text = ("One paragraph of a very long text.\n\n") * (2 * CHAPTER // 30)
    parts = list(chapters(text))
    assert len(parts) > 1
    assert all(part[-1].end - part[0].start <= CHAPTER for part in parts)


@given(st.text())
def test_tokens_slice_back_and_cover_all_but_white_space(text: str) -> None:
    tokens = Tokens(ENGLISH)
    for paragraph in paragraphs(text):
        tokens.add(text, paragraph)
    assert [text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True)] == tokens.text
    assert "".join(tokens.text) == "".join(text.split())


def test_added_tokens_are_numbered_on() -> None:
    tokens = Tokens(ENGLISH)
    assert tokens.add("one two", Range(0, 7)) == (0, 2)
    assert tokens.add("one two", Range(4, 7)) == (2, 3)
    assert tokens.start == [0, 4, 4]
    assert tokens.paragraph_starts == {0, 2}
