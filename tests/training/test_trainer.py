from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError
from stance.eval import evaluate, evaluate_predictions
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run
from stance.statements import Utterance
from stance.training import load_recipe, train

Statements = list[LabelledStatement]
Make = Callable[..., Statements]


def test_a_run_is_trained_judged_and_written(run: Run) -> None:
    assert LAYOUT.missing(run.path) == []
    assert run.evaluation.figures["macro_f1"].value == 1
    assert run.evaluation.figures["macro_f1"].baseline == pytest.approx(1 / 6, abs=0.05)
    assert run.evaluation.intervals.unit == "article"
    (prediction, *_) = run.predictions()
    assert list(prediction) == ["id", "gold", "predicted", "scores", "article"]
    assert list(prediction["scores"]) == list(run.labels)


def test_two_trainings_alike_give_the_same_bytes(make_statements: Make, tmp_path: Path) -> None:
    rows = make_statements()
    first = train(rows, out=tmp_path / "first")
    second = train(rows[::-1], out=tmp_path / "second")
    for name in (LAYOUT.predictions, LAYOUT.recipe, "model/linear.json", "model/terms.json"):
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()
    assert first.info.data == second.info.data
    utterances = [row.utterance for row in rows]
    np.testing.assert_array_equal(
        first.predict(utterances).labels, second.predict(utterances).labels
    )
    third = train(rows, out=tmp_path / "third", overrides=["seed=8"])
    assert list(third.predictions()) != list(first.predictions())


def test_no_text_of_the_held_out_part_was_trained_on(make_statements: Make, tmp_path: Path) -> None:
    rows = {row.id: row for row in make_statements()}
    run = train(list(rows.values()), out=tmp_path / "run", overrides=["refit=false"])
    held_out = [rows[item["id"]] for item in run.predictions()]
    assert len(run.trained_on) + len(held_out) == len(rows)
    assert not run.info.refitted
    assert sum(run.info.data.fitted.values()) == len(run.trained_on)


def test_the_saved_classifier_is_that_which_was_judged_unless_it_is_fitted_again(
    make_statements: Make, run: Run, tmp_path: Path
) -> None:
    rows = {row.id: row for row in make_statements()}
    judged = train(list(rows.values()), out=tmp_path / "run", overrides=["refit=false"])
    kept = list(judged.predictions())
    assert kept == list(run.predictions())
    utterances = [rows[item["id"]].utterance for item in kept]
    scores = [list(item["scores"].values()) for item in kept]
    np.testing.assert_allclose(judged.predict(utterances).labels, scores, atol=1e-6)
    assert np.abs(run.predict(utterances).labels - scores).max() > 1e-3
    assert "was then fitted again on all rows" in run.card
    assert "was then fitted again" not in judged.card


def test_acts_can_be_the_target(make_statements: Make, tmp_path: Path) -> None:
    run = train(make_statements(120), out=tmp_path / "run", overrides=["target=act"])
    scores = run.predict([Utterance("we shall shell the dam unless they leave", "threatened")])
    assert scores.acts is not None
    assert run.codebook.act_names[scores.acts[0].argmax()] == "threaten"
    assert scores.labels[0].sum() == pytest.approx(1)
    assert set(run.evaluation.labels) == set(run.labels)


def test_a_prior_shifts_what_is_predicted_and_is_recorded(
    make_statements: Make, run: Run, tmp_path: Path
) -> None:
    prior = "prior={conciliatory=0.01,neutral=0.98,threatening=0.01}"
    shifted = train(make_statements(), out=tmp_path / "run", overrides=[prior])
    unclear = [Utterance("the dam")]
    before, after = run.predict(unclear).labels[0], shifted.predict(unclear).labels[0]
    assert after[1] > max(before[1], 0.8)
    assert after[0] / after[2] == pytest.approx(before[0] / before[2])
    assert shifted.info.prior == {"conciliatory": 0.01, "neutral": 0.98, "threatening": 0.01}
    assert "Saerens" in shifted.card
    assert "Saerens" not in run.card


def test_the_labels_of_the_data_can_be_the_codebook(make_statements: Make, tmp_path: Path) -> None:
    rows = [replace(row, label=row.act or "", act=None) for row in make_statements()]
    run = train(rows, codebook="auto", out=tmp_path / "run")
    assert run.labels == ("inform", "offer", "praise", "punish", "reject", "threaten")


def test_the_baseline_can_be_trained(make_statements: Make, tmp_path: Path) -> None:
    run = train(make_statements(), "baseline", out=tmp_path / "run")
    figure = run.evaluation.figures["macro_f1"]
    assert figure.value == figure.baseline


def test_a_recipe_object_and_overrides_do(make_statements: Make, tmp_path: Path) -> None:
    run = train(
        make_statements(), load_recipe("linear"), out=tmp_path / "r", overrides=["params.c=0.5"]
    )
    assert run.recipe["params"]["c"] == 0.5


def test_by_default_it_stands_in_runs_under_a_name_of_its_own(
    make_statements: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = make_statements()
    runs = [train(rows, "baseline") for _ in range(3)]
    assert len({run.name for run in runs}) == 3
    assert all(run.path.parent.name == "runs" for run in runs)
    assert runs[0].path.match("runs/20*-*-*T*-*-*Z-baseline-????")


def test_what_happens_is_told_and_logged(make_statements: Make, tmp_path: Path) -> None:
    told: list[str] = []
    run = train(make_statements(), out=tmp_path / "run", on_note=told.append)
    log = [
        json.loads(line)
        for line in (run.path / LAYOUT.log).read_text(encoding="utf-8").splitlines()
    ]
    assert [event["text"] for event in log] == told
    events = [event["event"] for event in log if event["event"] != "note"]
    assert events == [
        "split", "calibrated", "fitted", "judged", "calibrated", "fitted", "written",
    ]  # fmt: skip


def test_the_predictions_alone_give_the_same_figures(run: Run) -> None:
    again = evaluate_predictions(run.path / LAYOUT.predictions, codebook=run.codebook)
    for name, figure in run.evaluation.figures.items():
        other = again.figures[name]
        assert (other.value, other.low, other.high) == (figure.value, figure.low, figure.high)


def only(label: str) -> Callable[[Statements], Statements]:
    return lambda rows: [row for row in rows if row.label == label]


@pytest.mark.parametrize(
    ("change", "overrides", "message"),
    [
        (only("neutral"), [], "all 30 statements are labelled 'neutral'"),
        (lambda rows: rows[:9], [], "labelled statements found: 9"),
        (lambda rows: rows[:0], [], "labelled statements found: 0"),
        (lambda rows: [*rows, rows[0]], [], r"1 ids stand more than once .*'s0000'"),
        (lambda rows: [*rows, replace(rows[0], id="x", label="rude")], [], "does not know: rude"),
        (
            lambda rows: [replace(rows[0], act=None), *rows[1:]],
            ["target=act"],
            "1 of 90 rows have no act .*s0000",
        ),
        (lambda rows: [replace(rows[0], act="sing"), *rows[1:]], ["target=act"], "no act 'sing'"),
        (
            lambda rows: [replace(rows[0], act="warn"), *rows[1:]],
            ["target=act"],
            "rolls up to 'threatening'",
        ),
        (lambda rows: rows, ["prior={yes=0.5,no=0.5}"], "the recipe's prior names yes, no"),
        (lambda rows: [replace(row, dispute="d") for row in rows], [], "one dispute"),
        (
            lambda rows: [replace(row, text="") for row in rows],
            ["split.by=none"],
            "one statement|no words",
        ),
    ],
)
def test_data_that_can_not_be_trained_on_are_refused_and_leave_nothing(
    make_statements: Make,
    tmp_path: Path,
    change: Callable[[Statements], Statements],
    overrides: list[str],
    message: str,
) -> None:
    with pytest.raises(StanceError, match=message):
        train(change(make_statements()), out=tmp_path / "run", overrides=overrides)
    assert list(tmp_path.iterdir()) == []


def test_a_codebook_without_acts_has_no_acts_for_target(
    make_statements: Make, tmp_path: Path
) -> None:
    book = Codebook.of_labels(load_codebook("posture").label_names)
    with pytest.raises(StanceError, match="has no acts to be the target: set target=label"):
        train(make_statements(), codebook=book, out=tmp_path / "run", overrides=["target=act"])


def test_a_place_that_is_taken_is_told_before_training(
    make_statements: Make, tmp_path: Path
) -> None:
    told: list[str] = []
    with pytest.raises(StanceError, match="never overwritten"):
        train(make_statements(), out=tmp_path, on_note=told.append)
    assert told == []


def test_an_interruption_leaves_nothing(make_statements: Make, tmp_path: Path) -> None:
    def interrupt(note: str) -> None:
        if note.startswith("Fitted"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(make_statements(), out=tmp_path / "run", on_note=interrupt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keep", ["best", "ensemble"])
def test_of_several_seeds_one_or_all_are_kept(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path, keep: str
) -> None:
    rows = make_statements(90)
    overrides = [
        f"params.encoder={tiny_encoder}", "params.length=48", "params.rate=3e-3", "params.epochs=2",
        "seeds=3", f"keep={keep}", "refit=true",
    ]  # fmt: skip
    run = train(rows, "transformer", overrides=overrides, out=tmp_path / "run")
    assert [each.seed for each in run.info.seeds] == [1, 2, 3]
    members = list((run.path / LAYOUT.model).glob("member-*"))
    assert len(members) == (3 if keep == "ensemble" else 0)
    values = [each.macro_f1 for each in run.info.seeds]
    if keep == "best":
        best = max(run.info.seeds, key=lambda each: each.chosen_by or 0)
        assert run.evaluation.figures["macro_f1"].value == best.macro_f1
    assert (
        f"mean {np.mean(values):.3f}, standard deviation {np.std(values, ddof=1):.3f}" in run.card
    )
    utterances = [row.utterance for row in rows]
    assert Run.open(run.path).predict(utterances).labels.shape == (90, 3)


def test_a_transformer_is_trained_judged_and_opened(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path
) -> None:
    rows = make_statements(180)
    overrides = [f"params.encoder={tiny_encoder}", "params.length=48", "params.rate=3e-3"]
    run = train(rows, "transformer", overrides=overrides, out=tmp_path / "run")
    assert (run.evaluation.figures["macro_f1"].value or 0) > 0.9
    assert {"torch", "transformers"} <= set(run.info.packages)
    utterances = [row.utterance for row in rows]
    opened = Run.open(tmp_path / "run")
    np.testing.assert_array_equal(opened.predict(utterances).labels, run.predict(utterances).labels)
    events = [json.loads(line) for line in (run.path / LAYOUT.log).read_text().splitlines()]
    assert sum(event["event"] == "epoch" for event in events) == 6


def test_what_it_cannot_read_to_the_end_is_told(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path
) -> None:
    rows = make_statements(90)
    overrides = [f"params.encoder={tiny_encoder}", "params.length=10", "params.epochs=1"]
    run = train(rows, "transformer", overrides=overrides, out=tmp_path / "run")
    held_out = len(list(run.predictions()))
    caution = f"{held_out} statements are longer than the classifier reads and lost their ends"
    assert caution in run.evaluation.notes
    assert caution in run.card
    fresh = make_statements(12, seed=5)
    assert "12 statements are longer" in " ".join(evaluate(run, fresh).notes)
