from __future__ import annotations

from pathlib import Path

import pytest

from stance.classifiers import load, make
from stance.errors import StanceError
from stance.statements import Utterance

ANY = [Utterance("anything"), Utterance("")]


def test_it_gives_the_training_proportions(tmp_path: Path) -> None:
    golds = ["neutral", "neutral", "threatening", "neutral"]
    classifier = make("baseline").fit(
        [Utterance("x")] * 4, golds, classes=("conciliatory", "neutral", "threatening")
    )
    assert classifier.predict_proba(ANY).tolist() == [[0, 0.75, 0.25]] * 2
    classifier.save(tmp_path)
    restored = load("baseline", tmp_path)
    assert restored.targets == ("conciliatory", "neutral", "threatening")
    assert restored.predict_proba(ANY).tolist() == [[0, 0.75, 0.25]] * 2


def test_without_statements_there_is_nothing_to_learn() -> None:
    with pytest.raises(StanceError, match="no statements"):
        make("baseline").fit([], [], classes=("a", "b"))


@pytest.mark.parametrize("content", ["", "[1]", "[", '{"a": "b"}'])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "baseline.json").write_text(content, encoding="utf-8")
    with pytest.raises(StanceError, match=r"baseline\.json is missing or broken"):
        load("baseline", tmp_path)
