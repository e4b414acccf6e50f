from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.rows import json_text
from stance.rows.json_text import StrictDecoder, elements

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\é'), inner, max_size=3)
    ),
    max_leaves=8,
)


class Dripping(io.StringIO):
    """Text that comes a few characters at a time, whatever is asked for."""

    def read(self, size: int | None = -1, /) -> str:
        return super().read(min(size or 3, 3))


def read(text: str, source: type[io.StringIO] = io.StringIO) -> list[Any]:
    return list(elements(source(text), "a.json"))


@pytest.mark.parametrize("source", [io.StringIO, Dripping])
@given(array=st.lists(values, max_size=5), indent=st.sampled_from([None, 2]), ascii_=st.booleans())
def test_an_array_comes_one_by_one_wherever_it_is_cut(
    source: type[io.StringIO], array: list[Any], indent: int | None, ascii_: bool
) -> None:
    text = f" {json.dumps(array, indent=indent, ensure_ascii=ascii_)}\n"
    assert read(text, source) == [(value, None) for value in array]


def test_what_is_no_array_is_one_element() -> None:
    assert read('{"x": [1]}\n') == [({"x": [1]}, None)]


def test_the_first_elements_are_there_before_the_last_is_read() -> None:
    text = io.StringIO(json.dumps([{"x": "y" * 1_000}] * 10_000))
    found = elements(text, "a.json")
    next(found)
    assert text.tell() < 1_000_000


@pytest.mark.parametrize("source", [io.StringIO, Dripping])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1,\n2 3]", "a.json:2: not JSON: a comma or ]"),
        ("[1,\n]", "a.json:2: not JSON"),
        ("[1", "a.json:1: not JSON"),
        ("[1]\n\n[2]", "a.json:3: not JSON: there is more after its end"),
        ('[{"x": "', "a.json:1: not JSON: Unterminated string"),
        ("[1.]", "a.json:1: not JSON"),
        ("words", "a.json:1: not JSON: Expecting value"),
    ],
)
def test_the_line_of_a_fault_is_named(source: type[io.StringIO], text: str, said: str) -> None:
    with pytest.raises(StanceError) as caught:
        read(text, source)
    assert said in str(caught.value)


def test_what_is_nested_too_deeply() -> None:
    with pytest.raises(StanceError, match="nested too deeply"):
        read("[" * 100_000)


def test_an_element_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "LONGEST_LINE", 1_000)
    with pytest.raises(StanceError, match="no end of an element in 1,000 characters"):
        read('["' + "x" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"x": NaN}', "NaN is no value of JSON"),
        ("[-Infinity]", "-Infinity is no value of JSON"),
        ('{"x": {"y": 1, "y": 2}}', "the key 'y' stands twice"),
    ],
)
def test_what_nobody_means_is_a_fault_and_the_next_element_is_read(text: str, fault: str) -> None:
    decoder = StrictDecoder()
    with pytest.raises(ValueError, match=fault):
        decoder.decode(text)
    assert decoder.decode("[1]") == [1]
    (_, first), (value, second) = read(f"[{text}, 7]")
    assert fault in str(first)
    assert (value, second) == (7, None)


def test_what_no_file_can_hold_is_replaced_one_for_one() -> None:
    assert StrictDecoder().decode(r'{"a\u0000": ["\ud83d", "\ud83d\ude00"]}') == {
        "a\ufffd": ["\ufffd", "😀"]
    }
