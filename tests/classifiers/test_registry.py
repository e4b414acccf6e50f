from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stance.classifiers import KINDS, PARAMETERS, load, make
from stance.errors import StanceError


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made(kind: str) -> None:
    classifier = make(kind, PARAMETERS[kind]())
    assert classifier.kind == kind
    assert classifier.targets == ()


@pytest.mark.parametrize("kind", ["svm", "", "Linear"])
def test_an_unknown_kind_is_refused_with_those_there_are(kind: str) -> None:
    with pytest.raises(StanceError, match="there are baseline, lexicon, linear"):
        make(kind)
    with pytest.raises(StanceError, match="there are baseline, lexicon, linear"):
        load(kind, Path())


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"c": 0}, "c"),
        ({"c": float("nan")}, "c"),
        ({"words": [2, 1]}, "words"),
        ({"colour": 1}, "colour"),
        ({"calibration_folds": 1}, "calibration_folds"),
    ],
)
def test_a_wrong_hyper_parameter_is_named(params: dict[str, object], field: str) -> None:
    with pytest.raises(StanceError, match=field):
        make("linear", params)


@pytest.mark.parametrize("inputs", [[], ["words"], ["text", "mood"]])
def test_wrong_inputs_are_refused(inputs: list[str]) -> None:
    with pytest.raises(StanceError, match="text, cue, kind, speaker, context"):
        make("linear", inputs=inputs)


def test_hyper_parameters_of_another_kind_are_refused() -> None:
    with pytest.raises(StanceError, match="not the hyper-parameters of linear"):
        make("linear", PARAMETERS["baseline"]())


def test_the_room_opens_without_scikit_learn() -> None:
    code = "import stance.classifiers, stance.runs, sys; print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
