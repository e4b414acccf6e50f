from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stance.classifiers import load
from stance.errors import StanceError
from stance.eval import evaluate
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run
from stance.training import export_run, train

Make = Callable[..., list[LabelledStatement]]

pytestmark = pytest.mark.slow  # torch takes seconds to export anything


@pytest.fixture(scope="module")
def trained(
    make_statements: Make, tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    overrides = [
        f"params.encoder={tiny_encoder}", "params.length=48", "params.rate=3e-3", "params.epochs=2",
    ]  # fmt: skip
    out = tmp_path_factory.mktemp("trained") / "run"
    return train(make_statements(120), "transformer", overrides=overrides, out=out)


@pytest.fixture(scope="module")
def exported(trained: Run, make_statements: Make) -> Run:
    return export_run(trained, make_statements(40, seed=3))


def test_the_exported_run_says_the_same(trained: Run, exported: Run, make_statements: Make) -> None:
    rows = make_statements(40, seed=3)
    assert exported.path == trained.path.with_name("run-onnx")
    utterances = [row.utterance for row in rows]
    np.testing.assert_allclose(
        exported.predict(utterances).labels, trained.predict(utterances).labels, atol=1e-4
    )
    assert exported.info.exported is not None
    assert exported.info.exported.same_label == 1
    assert exported.evaluation == trained.evaluation
    assert exported.trained_on == trained.trained_on
    assert "exported from run to ONNX" in exported.card
    assert "100.0% of 40 statements" in (exported.path / LAYOUT.log).read_text(encoding="utf-8")


def test_eight_bits_are_smaller_and_nearly_the_same(
    trained: Run, exported: Run, make_statements: Make, tmp_path: Path
) -> None:
    rows = make_statements(40, seed=3)
    small = export_run(trained, rows, tmp_path / "small", int8=True)
    sizes = [(run.path / LAYOUT.model / "model.onnx").stat().st_size for run in (exported, small)]
    assert sizes[1] < 0.7 * sizes[0]
    utterances = [row.utterance for row in rows]
    gaps = np.abs(small.predict(utterances).labels - exported.predict(utterances).labels)
    assert 0 < gaps.max() < 0.1
    assert "its weights as 8-bit integers" in small.card


def test_its_figures_are_its_own_where_the_held_out_part_is_at_hand(
    trained: Run, exported: Run, make_statements: Make, tmp_path: Path
) -> None:
    assert "those of the classifier before" in exported.card
    small = export_run(trained, make_statements(120), tmp_path / "small", int8=True)
    assert "figures\nbelow are its own" in small.card
    judged = evaluate(small, make_statements(120))
    assert small.evaluation.n == trained.evaluation.n
    assert judged.figures == small.evaluation.figures
    scores, kept, before = (
        [item.scores for item in each.predictions]
        for each in (judged, small.evaluation, trained.evaluation)
    )
    assert scores == kept
    assert scores != before


def test_it_is_used_without_torch_and_scikit_learn(exported: Run) -> None:
    script = f"""
import sys
for name in ("torch", "transformers", "sklearn", "datasets"):
    sys.modules[name] = None
from stance import Article, Run, score
run = Run.open({str(exported.path)!r})
article = Article(id="a", text="“We shall shell the dam,” Ada Voss threatened.")
print([statement.label for statement in score([article], run)])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("['")


def test_what_is_exported_is_not_exported_again(
    exported: Run, make_statements: Make, tmp_path: Path
) -> None:
    with pytest.raises(StanceError, match="take the run that it was exported from"):
        export_run(exported, make_statements(12), tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_an_ensemble_is_exported_member_by_member(
    make_statements: Make, tiny_encoder: Path, tmp_path: Path
) -> None:
    rows = make_statements(60)
    overrides = [
        f"params.encoder={tiny_encoder}", "params.length=48", "params.epochs=1", "seeds=2",
        "keep=ensemble",
    ]  # fmt: skip
    run = train(rows, "transformer", overrides=overrides, out=tmp_path / "run")
    exported = export_run(run, rows)
    utterances = [row.utterance for row in rows]
    np.testing.assert_allclose(
        exported.predict(utterances).labels, run.predict(utterances).labels, atol=1e-4
    )


def test_other_kinds_need_no_export(run: Run, make_statements: Make, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="only transformers are exported"):
        export_run(run, make_statements(12), tmp_path / "out")


def test_statements_of_other_labels_compare_nothing(
    trained: Run, make_statements: Make, tmp_path: Path
) -> None:
    other = LabelledStatement(id="x", text="no", label="positive")
    with pytest.raises(StanceError, match="labelled positive, and the run knows conciliatory"):
        export_run(trained, [*make_statements(6), other], tmp_path / "out")
    with pytest.raises(StanceError, match="no statement to compare"):
        export_run(trained, [], tmp_path / "out")


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json", "transformer.json"])
def test_a_broken_file_is_told(exported: Run, tmp_path: Path, broken: str) -> None:
    copy = shutil.copytree(exported.path, tmp_path / "copy")
    (copy / LAYOUT.model / broken).write_bytes(b"\x80\x04not it")
    with pytest.raises(StanceError, match="has been changed"):
        Run.open(copy)
    with pytest.raises(StanceError, match=r"is broken|no ONNX file that can be run"):
        load("transformer", copy / LAYOUT.model)
