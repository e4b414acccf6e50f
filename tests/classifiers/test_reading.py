from __future__ import annotations

import pytest

from stance.classifiers.reading import pad, render
from stance.statements import Utterance

SAID = Utterance("we will come", "warned", "direct", "Ada Voss", "It rained. We will come.")


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (("text",), "we will come"),
        (("text", "cue"), "warned: we will come"),
        (("text", "kind"), "(direct): we will come"),
        (("cue", "kind", "text"), "warned (direct): we will come"),
        (("text", "cue", "speaker"), "Ada Voss warned: we will come"),
        (("text", "context"), "we will come | It rained. We will come."),
        (("cue",), "warned"),
    ],
)
def test_an_utterance_is_read_as_a_line(inputs: tuple[str, ...], expected: str) -> None:
    assert render(SAID, inputs) == expected


def test_what_is_not_known_leaves_no_trace() -> None:
    every = ("text", "cue", "kind", "speaker", "context")
    assert render(Utterance("we will come"), every) == "we will come"


def test_short_texts_are_filled_up() -> None:
    tokens = pad([[5, 6, 7], [8]], padding=1)
    assert tokens.ids.tolist() == [[5, 6, 7], [8, 1, 1]]
    assert tokens.mask.tolist() == [[1, 1, 1], [1, 0, 0]]
