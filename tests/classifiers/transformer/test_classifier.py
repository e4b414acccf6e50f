from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stance.checkpoints import Checkpoints
from stance.classifiers import Classifier, load, make
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.statements import Utterance

LABELS = ("conciliatory", "neutral", "threatening")

Statements = list[LabelledStatement]
Make = Callable[..., Statements]
Fit = Callable[..., Classifier]


class Heard:
    """Keeps what it is told; where it is asked to, it dies of the n-th epoch, or of an event."""

    def __init__(self, *, dies_at: int | str = 0) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._dies_at = dies_at

    def __call__(self, event: str, text: str, **values: Any) -> None:  # noqa: ARG002
        self.events.append((event, values))
        if self._dies_at in (event, values.get("epoch")):
            raise KeyboardInterrupt


@pytest.fixture
def fit(tiny_encoder: Path) -> Fit:
    def fit_on(
        rows: Statements,
        *,
        tell: Heard | None = None,
        checkpoints: Checkpoints | None = None,
        inputs: tuple[str, ...] = ("text", "cue", "kind"),
        **params: object,
    ) -> Classifier:
        params = {"encoder": str(tiny_encoder), "epochs": 4, "rate": 3e-3, "length": 48} | params
        return make("transformer", params, inputs=inputs).fit(
            [row.utterance for row in rows],
            [row.label for row in rows],
            classes=LABELS,
            seed=3,
            tell=tell or Heard(),
            checkpoints=checkpoints,
        )

    return fit_on


def test_it_learns_what_the_words_tell(make_statements: Make, fit: Fit) -> None:
    heard = Heard()
    classifier = fit(make_statements(240), tell=heard)
    others = make_statements(60, seed=1)
    probabilities = classifier.predict_proba([row.utterance for row in others])
    assert probabilities.shape == (60, 3)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    predicted = [LABELS[i] for i in probabilities.argmax(axis=1)]
    assert predicted == [row.label for row in others]
    assert [event for event, _ in heard.events] == [
        "tokens",
        *["epoch"] * 4,
        "chosen",
        "calibrated",
    ]


def test_the_same_seed_gives_the_same_predictions(make_statements: Make, fit: Fit) -> None:
    rows = make_statements()
    first, second = (fit(rows).predict_proba([row.utterance for row in rows]) for _ in range(2))
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("pooling", ["mean", "native"])
def test_it_is_the_same_once_saved_and_loaded(
    make_statements: Make, fit: Fit, tmp_path: Path, pooling: str
) -> None:
    classifier = fit(make_statements(), pooling=pooling)
    classifier.save(tmp_path)
    utterances = [row.utterance for row in make_statements(20, seed=2)]
    restored = load("transformer", tmp_path)
    assert restored.targets == LABELS
    expected = classifier.predict_proba(utterances)
    assert restored.predict_proba(utterances).tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    ("dies_at", "pooling"),
    [(1, "mean"), (3, "mean"), (4, "mean"), ("chosen", "mean"), (3, "native")],
)
def test_a_killed_training_goes_on_as_if_it_had_not_been(
    make_statements: Make, fit: Fit, tmp_path: Path, dies_at: int | str, pooling: str
) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    whole = Heard()
    expected = fit(rows, tell=whole, pooling=pooling).predict_proba(utterances)
    checkpoints = Checkpoints(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fit(rows, tell=Heard(dies_at=dies_at), checkpoints=checkpoints, pooling=pooling)
    resumed = Heard()
    again = fit(rows, tell=resumed, checkpoints=checkpoints, pooling=pooling)
    assert again.predict_proba(utterances).tobytes() == expected.tobytes()
    assert resumed.events == whole.events


def test_a_training_killed_within_an_epoch_goes_on_from_there(
    make_statements: Make, fit: Fit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    expected = fit(rows, batch=8, accumulate=2).predict_proba(utterances)
    monkeypatch.setattr("stance.classifiers.transformer.fitting._EVERY", 1)
    checkpoints = Checkpoints(tmp_path)
    written: list[object] = []

    def write_some(*state: Any) -> None:
        if len(written) == 9:
            raise KeyboardInterrupt
        written.append(state)
        Checkpoints.write(checkpoints, *state)

    monkeypatch.setattr(checkpoints, "write", write_some)
    with pytest.raises(KeyboardInterrupt):
        fit(rows, checkpoints=checkpoints, batch=8, accumulate=2)
    found = fit(rows, checkpoints=Checkpoints(tmp_path), batch=8, accumulate=2)
    assert found.predict_proba(utterances).tobytes() == expected.tobytes()


def test_a_target_without_data_is_never_predicted(make_statements: Make, fit: Fit) -> None:
    rows = [row for row in make_statements() if row.label != "neutral"]
    probabilities = fit(rows).predict_proba([row.utterance for row in make_statements(30, seed=1)])
    assert (probabilities[:, 1] == 0).all()
    assert probabilities.sum(axis=1) == pytest.approx(1)


def test_one_target_is_refused(make_statements: Make, fit: Fit) -> None:
    with pytest.raises(StanceError, match="one class only"):
        fit([row for row in make_statements() if row.label == "neutral"])


def test_what_is_too_long_is_counted(make_statements: Make, fit: Fit) -> None:
    heard = Heard()
    classifier = fit(make_statements(30), tell=heard, length=8)
    assert dict(heard.events)["tokens"]["cut"] == 30
    long = Utterance("we shall shell the dam " * 5)
    assert classifier.too_long([Utterance("short"), long, long]) == 2


def test_without_a_part_to_choose_by_the_last_epoch_is_kept(
    make_statements: Make, fit: Fit
) -> None:
    heard = Heard()
    classifier = fit(make_statements(), tell=heard, dev=0)
    assert "chosen" not in dict(heard.events)
    assert classifier.predict_proba([]).shape == (0, 3)


def test_patience_ends_what_brings_nothing(make_statements: Make, fit: Fit) -> None:
    heard = Heard()
    # So slow that nothing is learnt; the figure stays as it is.
    fit(make_statements(), tell=heard, epochs=50, patience=2, rate=1e-9, head_rate=1e-9)
    assert sum(event == "epoch" for event, _ in heard.events) == 3


@pytest.mark.parametrize(
    "params",
    [
        {"pooling": "cls", "layer_decay": 0.7, "epochs": 8},
        {"pooling": "native", "layer_decay": 0.7, "head_rate": 3e-2, "epochs": 12},
        {"precision": "bfloat16", "balance": 0},
        {"smoothing": 0, "dropout": 0, "accumulate": 3},
    ],
)
def test_every_way_to_train_learns(
    make_statements: Make, fit: Fit, params: dict[str, object]
) -> None:
    rows = make_statements(240)
    probabilities = fit(rows, **params).predict_proba([row.utterance for row in rows])
    right = [LABELS[i] for i in probabilities.argmax(axis=1)] == np.array([r.label for r in rows])
    assert right.mean() > 0.9


def test_more_tokens_than_the_encoder_reads_are_refused(make_statements: Make, fit: Fit) -> None:
    with pytest.raises(StanceError, match=r"reads 64 tokens, and params\.length is 65"):
        fit(make_statements(30), length=65)


@pytest.mark.parametrize("broken", ["transformer.json", "head.safetensors", "encoder/config.json"])
def test_a_broken_file_is_told(
    make_statements: Make, fit: Fit, tmp_path: Path, broken: str
) -> None:
    fit(make_statements(30)).save(tmp_path)
    (tmp_path / broken).write_bytes(b"\x80\x04not it")
    with pytest.raises(StanceError, match=r"is broken|cannot be loaded"):
        load("transformer", tmp_path)


def test_its_files_hold_no_pickle(make_statements: Make, fit: Fit, tmp_path: Path) -> None:
    fit(make_statements(30)).save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".txt"}
    for path in files:
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
