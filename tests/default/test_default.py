from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stance.data import ARTICLE_STATEMENTS, STATEMENTS
from stance.default import FINGERPRINT, NAME, PATH
from stance.errors import StanceError
from stance.eval import evaluate
from stance.eval.metrics import confusion_matrix, macro_f1
from stance.labelled import read_labelled
from stance.runs import LAYOUT, Run

MOST_BYTES = 25_000_000


@pytest.fixture(scope="module")
def shipped() -> Run:
    return Run.open(NAME)


def test_it_is_the_one_that_was_recorded(shipped: Run) -> None:
    assert shipped.path == PATH
    assert shipped.name == NAME
    assert hashlib.sha256((PATH / LAYOUT.info).read_bytes()).hexdigest() == FINGERPRINT
    files = [path for path in PATH.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    in_the_model = {path.relative_to(PATH).as_posix() for path in files if "model" in path.parts}
    assert set(shipped.info.files) == in_the_model


def test_it_is_made_from_the_data_that_ship(shipped: Run) -> None:
    from stance.training.provenance import fingerprint

    rows = read_labelled([STATEMENTS, ARTICLE_STATEMENTS], shipped.codebook)
    assert shipped.info.data.fingerprint == fingerprint(rows)


def test_its_card_has_the_figures_of_its_evaluation(shipped: Run) -> None:
    evaluation = evaluate(shipped)
    for name in ("macro_f1", "accuracy", "calibration_error"):
        figure = evaluation.figures[name]
        assert f"| {figure.value:.3f} | {figure.low:.3f} to {figure.high:.3f} |" in shipped.card
    assert "all-MiniLM-L6-v2" in shipped.card
    assert "Apache" in shipped.card


@pytest.mark.slow
def test_it_gives_the_labels_that_were_recorded(shipped: Run) -> None:
    exported = shipped.info.exported
    assert exported is not None
    rows = read_labelled([STATEMENTS, ARTICLE_STATEMENTS], shipped.codebook)
    assert len(rows) == exported.statements
    likely = shipped.predict([row.utterance for row in rows]).labels
    place = {label: i for i, label in enumerate(shipped.labels)}
    matrix = confusion_matrix(
        np.array([place[row.label] for row in rows]), likely.argmax(axis=1), len(shipped.labels)
    )
    # Processors round the products of 8-bit integers differently.
    assert float(macro_f1(matrix)) == pytest.approx(exported.macro_f1, abs=0.005)


def test_it_labels_without_torch_scikit_learn_and_training() -> None:
    script = """
import sys
for name in ("torch", "transformers", "sklearn", "scipy", "datasets", "stance.training", "stance.eval"):
    sys.modules[name] = None
from stance import Article, Run, score
text = "\u201cWe shall shell the dam unless they leave,\u201d Ada Voss warned."
print([each.label for each in score([Article(id="a", text=text)], Run.open("default"))])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['threatening']\n"


def test_a_tampered_copy_is_refused(tmp_path: Path) -> None:
    copy = shutil.copytree(PATH, tmp_path / "copy")
    model = copy / LAYOUT.model / "transformer" / "model.onnx"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    with pytest.raises(StanceError, match="has been changed"):
        Run.open(copy)
