from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stance.classifiers import Ensemble, load, make
from stance.errors import StanceError
from stance.labelled import LabelledStatement

LABELS = ("conciliatory", "neutral", "threatening")
Make = Callable[..., list[LabelledStatement]]


def test_it_gives_the_mean_of_its_members_also_once_loaded(
    make_statements: Make, tmp_path: Path
) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    members = [
        make("linear", {"c": c}).fit(utterances, [row.label for row in rows], classes=LABELS)
        for c in (0.1, 10)
    ]
    ensemble = Ensemble(members)
    expected = sum(member.predict_proba(utterances) for member in members) / 2
    np.testing.assert_allclose(ensemble.predict_proba(utterances), expected)
    assert ensemble.too_long(utterances) == 0
    ensemble.save(tmp_path)
    loaded = load("linear", tmp_path)
    assert loaded.targets == LABELS
    np.testing.assert_array_equal(
        loaded.predict_proba(utterances), ensemble.predict_proba(utterances)
    )


def test_members_of_other_targets_are_refused(make_statements: Make) -> None:
    rows = make_statements()
    fits = [
        make("baseline").fit(
            [row.utterance for row in rows], [row.label for row in rows], classes=classes
        )
        for classes in (LABELS, LABELS[::-1])
    ]
    with pytest.raises(StanceError, match="different targets"):
        Ensemble(fits)
