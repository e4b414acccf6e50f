from __future__ import annotations

from pathlib import Path

import pytest

from stance.codebook import Codebook, codebook_names, load_codebook
from stance.errors import StanceError

TWO_LABELS = '[[labels]]\nname = "yes"\n[[labels]]\nname = "no"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_posture_has_its_labels_in_their_order_and_fifteen_acts() -> None:
    posture = load_codebook("posture")
    assert posture.label_names == ("conciliatory", "neutral", "threatening")
    assert posture.values == (1, 0, -1)
    assert len(posture.acts) == 15
    assert all(act.definition and act.examples and act.hypotheses for act in posture.acts)
    per_label = [list(posture.roll_up.values()).count(name) for name in posture.label_names]
    assert per_label == [5, 5, 5]


def test_sentiment_ships_too() -> None:
    assert codebook_names() == ["posture", "sentiment"]
    assert load_codebook("sentiment").label_names == ("negative", "neutral", "positive")


@pytest.mark.parametrize("name", codebook_names())
def test_a_codebook_comes_back_from_its_record(name: str) -> None:
    codebook = load_codebook(name)
    assert Codebook.from_record(codebook.to_record(), "the record") == codebook


def test_a_user_can_write_one(tmp_path: Path) -> None:
    codebook = load_codebook(write(tmp_path, 'name = "mine"\n' + TWO_LABELS))
    assert codebook.label_names == ("yes", "no")
    assert codebook.values is None


def test_labels_of_the_data_are_sorted() -> None:
    assert Codebook.of_labels(["b", "a", "b"]).label_names == ("a", "b")


def test_one_label_is_no_codebook() -> None:
    with pytest.raises(StanceError, match="one label only"):
        Codebook.of_labels(["a", "a"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not a TOML file"),
        ('name = "mine"\n', "labels: Field required"),
        ('name = "mine"\ncolour = "red"\n' + TWO_LABELS, "colour"),
        ('name = "mine"\n' + TWO_LABELS * 2, "no, yes stands twice"),
        (
            'name = "mine"\n' + TWO_LABELS + '[[acts]]\nname = "nod"\nlabel = "aye"\n',
            "rolls up to 'aye', which is not a label",
        ),
        (
            'name = "mine"\n' + TWO_LABELS + '[[acts]]\nname = "nod"\nlabel = "yes"\n',
            "no act rolls up to no",
        ),
        ('name = "mine"\n' + TWO_LABELS + "value = 1\n", "some labels have a value"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(StanceError, match=said) as caught:
        load_codebook(path)
    assert str(path) in str(caught.value)


def test_an_unknown_name_lists_those_that_ship() -> None:
    with pytest.raises(StanceError, match="posture, sentiment"):
        load_codebook("postures")
