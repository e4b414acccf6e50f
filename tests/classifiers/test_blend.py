from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stance.checkpoints import Checkpoints
from stance.classifiers import Classifier, load, make
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run
from stance.training import export_run, load_recipe, train

LABELS = ("conciliatory", "neutral", "threatening")
TWO = {
    "linear": {"c": 1.0},
    "lexicon": {"roll_up": {"offer": "conciliatory", "warn": "threatening"}},
}

Make = Callable[..., list[LabelledStatement]]


def fitted(rows: list[LabelledStatement], members: dict[str, Any], **options: Any) -> Classifier:
    return make("blend", {"members": members}).fit(
        [row.utterance for row in rows],
        [row.label for row in rows],
        classes=LABELS,
        seed=3,
        **options,
    )


def test_it_gives_the_geometric_mean_of_its_members_also_once_loaded(
    make_statements: Make, tmp_path: Path
) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    blend = fitted(rows, TWO)
    product = np.ones((len(rows), 3))
    for kind, params in TWO.items():
        member = make(kind, params).fit(
            utterances, [row.label for row in rows], classes=LABELS, seed=3
        )
        product *= np.sqrt(member.predict_proba(utterances))
    expected = product / product.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(blend.predict_proba(utterances), expected, rtol=1e-6)
    blend.save(tmp_path)
    restored = load("blend", tmp_path)
    assert restored.targets == LABELS
    np.testing.assert_array_equal(
        restored.predict_proba(utterances), blend.predict_proba(utterances)
    )
    assert restored.too_long(utterances) == 0
    (tmp_path / "blend.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StanceError, match="is broken"):
        load("blend", tmp_path)


def test_a_target_without_data_is_never_predicted(make_statements: Make) -> None:
    rows = [row for row in make_statements() if row.label != "neutral"]
    blend = fitted(rows, TWO)
    probabilities = blend.predict_proba([row.utterance for row in rows])
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert probabilities[:, 1].max() < 0.01


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"linear": {}}, "at least 2 items"),
        ({"linear": {}, "tree": {}}, "no member 'tree' can be blended"),
        ({"linear": {}, "blend": {}}, "no member 'blend' can be blended"),
        ({"linear": {"d": 1}, "lexicon": {}}, "d"),
        ("linear", "members"),
    ],
)
def test_members_that_cannot_be_blended_are_told(members: object, message: str) -> None:
    with pytest.raises(StanceError, match=message):
        make("blend", {"members": members})


@pytest.mark.slow
def test_with_a_transformer_it_is_trained_resumed_and_exported(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path
) -> None:
    rows = make_statements(90)
    tuned = f'params.members.transformer={{encoder="{tiny_encoder}", epochs=2, length=48}}'
    overrides = [tuned, "target=act"]
    killed: list[str] = []

    def die_at_the_second_member(text: str) -> None:
        killed.append(text)
        if text == "Member linear:":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(rows, "blend", overrides=overrides, out=tmp_path / "run",
              on_note=die_at_the_second_member)  # fmt: skip
    run = train(rows, "blend", overrides=overrides, out=tmp_path / "run", resume=True)
    straight = train(rows, "blend", overrides=overrides, out=tmp_path / "straight")
    assert list(run.predictions()) == list(straight.predictions())
    exported = export_run(run, rows, tmp_path / "exported")
    assert (exported.path / LAYOUT.model / "transformer" / "model.onnx").is_file()
    utterances = [row.utterance for row in rows]
    np.testing.assert_allclose(
        Run.open(exported.path).predict(utterances).labels,
        run.predict(utterances).labels,
        atol=1e-4,
    )


def test_checkpoints_of_the_members_lie_apart(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path).within("linear").folder == tmp_path / "linear"


def test_the_recipe_has_a_table_for_each_member() -> None:
    recipe = load_recipe("blend", ["params.members.linear.c=3"])
    assert recipe.to_record()["params"]["members"]["linear"]["c"] == 3
    assert recipe.to_record()["params"]["members"]["transformer"]["encoder"] == "minilm"
