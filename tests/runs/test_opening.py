from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stance.errors import StanceError
from stance.runs import LAYOUT, Run
from stance.statements import Utterance


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Path:
    """Copy the run, to be damaged."""
    return Path(shutil.copytree(run.path, tmp_path / "copy"))


def change(path: Path, **values: object) -> None:
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | values), encoding="utf-8")


def test_a_run_knows_what_it_is(run: Run) -> None:
    opened = Run.open(str(run.path))
    assert opened.name == "first"
    assert opened.labels == ("conciliatory", "neutral", "threatening")
    assert opened.codebook.name == "posture"
    assert opened.recipe["params"]["c"] == 10
    assert opened.metrics["n"] == len(list(opened.predictions()))
    assert (
        opened.evaluation.figures["macro_f1"].value
        == opened.metrics["figures"]["macro_f1"]["value"]
    )
    assert [item.to_record() for item in opened.evaluation.predictions] == list(
        opened.predictions()
    )
    assert opened.card.startswith("# first\n")


def test_it_predicts_in_the_order_of_the_labels(run: Run) -> None:
    texts = (
        "we are ready to reopen the mill and to talk",
        "we shall shell the dam unless they leave",
    )
    scores = Run.open(run.path).predict([Utterance(text) for text in texts])
    assert scores.acts is None
    assert scores.labels.dtype == np.float64
    assert [run.labels[i] for i in scores.labels.argmax(axis=1)] == ["conciliatory", "threatening"]
    assert run.predict([]).labels.shape == (0, 3)


def test_no_such_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"no run at .*nowhere.*stance train"):
        Run.open(tmp_path / "nowhere")


def test_a_directory_of_something_else_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"is no stance run: it lacks run\.json, model"):
        Run.open(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["recipe.toml", "metrics.json", "predictions.jsonl", "trained-on.txt", "log.jsonl", "README.md",
     "model/linear.safetensors", "model/terms.json"],
)  # fmt: skip
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(StanceError, match=f"lacks {name}"):
        Run.open(copy)


def test_all_missing_files_are_named(copy: Path) -> None:
    (copy / "log.jsonl").unlink()
    shutil.rmtree(copy / "model")
    with pytest.raises(StanceError, match=r"lacks model, log\.jsonl"):
        Run.open(copy)


def test_a_changed_classifier_is_refused(copy: Path) -> None:
    with (copy / "model" / "linear.safetensors").open("ab") as file:
        file.write(b"!")
    with pytest.raises(
        StanceError, match=r"model/linear\.safetensors.*changed since.*retrain, or restore"
    ):
        Run.open(copy)


def test_a_file_that_was_put_beside_the_classifier_is_refused(copy: Path) -> None:
    (copy / "model" / "extra.pkl").write_bytes(b"")
    with pytest.raises(StanceError, match=r"extra\.pkl.*changed since"):
        Run.open(copy)


def test_a_newer_format_asks_for_a_newer_stance(copy: Path) -> None:
    change(copy / LAYOUT.info, format=2, something="new")
    (copy / LAYOUT.log).unlink()
    with pytest.raises(
        StanceError, match=r"written by a newer stance \(format 2, this one reads 1\): upgrade"
    ):
        Run.open(copy)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": "one"}', '{"format": 1}'])
def test_a_broken_run_json_is_told(copy: Path, content: str) -> None:
    (copy / LAYOUT.info).write_text(content, encoding="utf-8")
    with pytest.raises(StanceError, match=r"run\.json"):
        Run.open(copy)


def test_labels_in_another_order_than_the_codebooks_are_refused(copy: Path) -> None:
    change(copy / LAYOUT.info, labels=["neutral", "conciliatory", "threatening"])
    with pytest.raises(StanceError, match="not those of its codebook, in their order"):
        Run.open(copy)


def test_a_classifier_of_other_labels_is_refused(copy: Path) -> None:
    change(copy / LAYOUT.info, target="act")
    with pytest.raises(StanceError, match="predicts conciliatory, neutral, threatening"):
        Run.open(copy).predict([])


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (LAYOUT.recipe, lambda run: run.recipe),
        (LAYOUT.metrics, lambda run: run.metrics),
        (LAYOUT.predictions, lambda run: list(run.predictions())),
    ],
)
def test_a_broken_file_is_named_when_it_is_read(
    copy: Path, name: str, read: Callable[[Run], object]
) -> None:
    (copy / name).write_text("{", encoding="utf-8")
    with pytest.raises(StanceError, match=name):
        read(Run.open(copy))


def test_a_run_may_be_moved(copy: Path) -> None:
    assert Run.open(copy.rename(copy.with_name("elsewhere"))).name == "first"
