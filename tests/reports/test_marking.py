from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.reports.marking import (
    Close,
    Face,
    Layer,
    Open,
    Stretch,
    clean,
    mark_up,
    paragraphs,
    sweep,
)
from stance.statements import Span, Statement

FACE = Face("l0", "▲", "conciliatory", "Ada Voss")


def said(text: str, *spans: tuple[int, int], article: str = "a") -> Statement:
    content = tuple(Span.cut(text, *span) for span in spans)
    return Statement(id="a#1", article=article, text="…", kind="direct", content=content)


def words(html: str) -> str:
    """The text of a paragraph without the marks and what they say."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for tag in root.find_class("tag"):
        tag.drop_tree()
    return str(root.text_content())


texts = st.text(st.sampled_from("ab <&>\"'\n“é\u202e\u200f"), min_size=1, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Statement]]:
    text = draw(texts)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = draw(st.lists(st.lists(places, min_size=1, max_size=3), max_size=6))
    return text, [said(text, *((a, b) for a, b in one)) for one in spans]


@given(marked_texts())
def test_marks_of_any_shape_leave_the_text_as_it_is(case: tuple[str, list[Statement]]) -> None:
    text, statements = case
    marked, unplaced = mark_up(text, list(enumerate(statements)), [FACE] * len(statements))
    found = [words(paragraph.html) for paragraph in marked]
    assert found == [text[start:end] for start, end in paragraphs(text)]
    html = "".join(paragraph.html for paragraph in marked)
    for number in range(len(statements)):
        assert html.count(f' id="s{number}"') == (number not in unplaced)


@given(st.lists(st.tuples(st.integers(-2, 22), st.integers(-2, 22)), max_size=12))
def test_a_sweep_nests_well_and_covers_what_the_layers_cover(edges: list[tuple[int, int]]) -> None:
    layers = [Layer(a, b, "statement", i) for i, (a, b) in enumerate(edges)]
    stack: list[Layer] = []
    covered: dict[int, set[int]] = {}
    ended: list[int] = []
    for event in sweep(layers, 0, 20):
        match event:
            case Open(layer, again):
                assert again == any(layer.statement in under for under in covered.values())
                stack.append(layer)
            case Close(layer, for_good):
                assert stack.pop() == layer
                ended += [layer.statement] * for_good
            case Stretch(start, end):
                for place in range(start, end):
                    assert place not in covered
                    covered[place] = {layer.statement for layer in stack}
    assert not stack
    assert covered == {
        place: {layer.statement for layer in layers if layer.start <= place < layer.end}
        for place in range(20)
    }
    assert sorted(ended) == sorted(set().union(*covered.values()))


def test_partial_overlap_splits_one_mark_and_names_each_once() -> None:
    text = "one two three four"
    (paragraph,), _ = mark_up(
        text, [(0, said(text, (0, 13))), (1, said(text, (8, 18)))], [FACE, FACE]
    )
    root = lxml.html.fragment_fromstring(paragraph.html, create_parent="p")
    assert [tag.get("data-s") for tag in root.find_class("tag")] == ["0", "1"]
    assert len(root.xpath(".//mark[@data-s='1']")) == 2
    assert words(paragraph.html) == text


def test_a_split_statement_says_which_part_each_is() -> None:
    text = "“A,” she said. “B.”\n\n“C.”"
    marked, _ = mark_up(text, [(0, said(text, (0, 4), (15, 19), (21, 25)))], [FACE])
    html = "".join(paragraph.html for paragraph in marked)
    assert ["1/3" in html, "2/3" in html, "3/3" in html, html.count('id="s0"')] == [True] * 3 + [1]
    assert [note.continued for paragraph in marked for note in paragraph.notes] == [False, True]


def test_a_span_over_paragraphs_is_marked_in_each() -> None:
    text = "“One.\n\n“Two.”"
    marked, unplaced = mark_up(text, [(0, said(text, (0, len(text))))], [FACE])
    assert not unplaced
    assert [paragraph.html.count("<mark") for paragraph in marked] == [1, 1]


@pytest.mark.parametrize(
    "span", [Span("other", 0, 5), Span("words", 90, 95), Span("words", -5, 0), Span("", 2, 2)]
)
def test_a_span_that_the_text_belies_is_reported_and_not_marked(span: Span) -> None:
    statement = Statement(id="a#1", article="a", text="…", kind="direct", content=(span,))
    (paragraph,), unplaced = mark_up("words are here", [(7, statement)], [FACE])
    assert unplaced == [7]
    assert paragraph.html == "words are here"


def test_blank_lines_part_paragraphs() -> None:
    text = "  one\ntwo\n \t\n\r\nthree.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["one\ntwo", "three."]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    text = "One is here.\n“Two!”\nThree?"
    assert [text[a:b] for a, b in paragraphs(text)] == text.split("\n")


def test_wrapped_lines_stay_one_paragraph() -> None:
    text = "One is\nhere and goes\non until it\nends."
    assert paragraphs(text) == [(0, len(text))]


def test_controls_are_dropped_and_surrogates_replaced() -> None:
    assert clean("a\x00\x1b[31mb\x7f\x9b\ud800\tc\n") == "a[31mb\ufffd\tc\n"
