from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import sklearn.metrics as reference

from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.eval import Prediction, measure_ceiling
from stance.eval.agreement import Codings, read_codings

POSTURE = load_codebook("posture")
LABELS = POSTURE.label_names


def coded(folder: Path, coders: dict[str, list[int]]) -> Codings:
    rows = [
        {"id": str(i), "coder": name, "label": LABELS[code], "text": "no"}
        for name, codes in coders.items()
        for i, code in enumerate(codes)
    ]
    path = folder / "codings.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return read_codings([path], POSTURE)


def predicted(codes: list[int]) -> list[Prediction]:
    return [
        Prediction(str(i), "neutral", LABELS[code], None, f"a{i // 2}")
        for i, code in enumerate(codes)
    ]


def test_two_coders_are_judged_as_scikit_learn_would(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    one = chance.integers(3, size=80)
    other, guess = (
        np.where(chance.random(80) < p, one, chance.integers(3, size=80)) for p in (0.8, 0.5)
    )
    ceiling = measure_ceiling(
        predicted(guess.tolist()), LABELS, coded(tmp_path, {"A": one.tolist(), "B": other.tolist()})
    )
    assert (ceiling.items, ceiling.coders) == (80, 2)
    human = ceiling.human
    assert human["macro_f1"].value == pytest.approx(
        reference.f1_score(one, other, average="macro"), abs=1e-9
    )
    assert human["accuracy"].value == pytest.approx(reference.accuracy_score(one, other), abs=1e-9)
    twice = np.r_[one, other]
    assert ceiling.predicted["accuracy"].value == pytest.approx(
        reference.accuracy_score(twice, np.r_[guess, guess]), abs=1e-9
    )
    assert ceiling.predicted["kappa"].value == pytest.approx(
        reference.cohen_kappa_score(twice, np.r_[guess, guess]), abs=1e-9
    )
    gap = ceiling.difference["accuracy"]
    assert gap.value is not None
    assert gap.high is not None
    assert gap.value < gap.high < 0
    assert {row["of"] for row in ceiling.rows()} == {"human", "predicted", "difference"}


def test_a_classifier_that_is_a_coder_reaches_the_ceiling(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    codes = {name: chance.integers(3, size=40).tolist() for name in "ABC"}
    third = codes.pop("C")
    ceiling = measure_ceiling(predicted(third), LABELS, coded(tmp_path, codes))
    gap = ceiling.difference["accuracy"]
    assert gap.low is not None
    assert gap.high is not None
    assert gap.low < 0 < gap.high


def test_items_of_one_coder_do_not_count(tmp_path: Path) -> None:
    codings = coded(tmp_path, {"A": [0, 1, 2, 0], "B": [0, 1]})
    ceiling = measure_ceiling(predicted([0, 0, 0, 0]), LABELS, codings)
    assert ceiling.items == 2
    assert ceiling.human["accuracy"].value == 1
    strangers = [item._replace(id=f"x{item.id}") for item in predicted([0, 0])]
    with pytest.raises(StanceError, match="must have the ids of the data"):
        measure_ceiling(strangers, LABELS, codings)
    with pytest.raises(StanceError, match="'conciliatory' is not a label"):
        measure_ceiling(predicted([0, 0]), ("a", "b"), codings)
