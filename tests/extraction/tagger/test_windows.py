from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stance.encoders import load_tokenizer
from stance.extraction.tagger.windows import Special, stack, to_pieces, windows


@given(st.integers(0, 400), st.integers(4, 60), st.data())
def test_every_token_is_read_in_exactly_one_window(
    length: int, size: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(0, size // 2))
    laid = list(windows(length, size, overlap))
    read = [place for window in laid for place in range(window.from_, window.to)]
    assert read == list(range(length))
    for window in laid:
        assert 0 <= window.first <= window.from_ <= window.to <= window.last <= length
        assert window.last - window.first <= size


@given(st.integers(61, 400))
def test_a_token_stands_as_far_from_the_cut_as_the_overlap_allows(length: int) -> None:
    laid = list(windows(length, 60, 30))
    for window in laid[1:]:
        assert window.from_ - window.first == 15
    for window in laid[:-1]:
        assert window.last - window.to == 15


def test_pieces_stand_where_the_text_has_them(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(str(tiny_encoder), offline=True)
    text = "The  bridge\nstays shut."
    pieces = to_pieces(tokenizer, text)
    found = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert found == ["The", "bridge", "stays", "shut", "."]
    assert pieces.within(5, 18) == range(1, 3)


def test_windows_are_stacked_with_their_special_tokens(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(str(tiny_encoder), offline=True)
    pieces = to_pieces(tokenizer, "the bridge the bridge the")
    laid = [(pieces, window) for window in windows(5, 3, 0)]
    ids, mask = stack(laid, Special.of(tokenizer))
    assert ids.shape == mask.shape == (2, 5)
    assert ids[0, 0] == ids[1, 0] == tokenizer.cls_token_id
    assert ids[0, 4] == ids[1, 3] == tokenizer.sep_token_id
    assert mask.tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 1, 0]]
