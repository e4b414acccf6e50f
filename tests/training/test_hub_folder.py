from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from stance.classifiers.reading import render
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import export_hub_folder, train

Make = Callable[..., list[LabelledStatement]]
TrainTiny = Callable[..., Run]


@pytest.fixture
def train_tiny(tiny_encoder: Path, tmp_path: Path) -> TrainTiny:
    def train_one(rows: Sequence[LabelledStatement], *overrides: str) -> Run:
        params = (
            f"params.encoder={tiny_encoder}", "params.length=16", "params.rate=5e-3",
            "params.head_rate=3e-2", "params.pooling=native",
        )  # fmt: skip
        return train(rows, "transformer", overrides=[*params, *overrides], out=tmp_path / "run")

    return train_one


def classified(folder: Path, lines: Sequence[str]) -> list[dict[str, float]]:
    """Label lines with nothing but transformers."""
    from transformers import pipeline

    classify: Any = pipeline("text-classification", str(folder), truncation=True, top_k=None)
    found = classify(list(lines), batch_size=4)
    return [{each["label"]: each["score"] for each in one} for one in found]


def gap(
    found: Sequence[dict[str, float]], expected: NDArray[np.float64], names: Sequence[str]
) -> float:
    rows = np.array([[one.get(name, 0.0) for name in names] for one in found])
    return float(np.abs(rows - expected).max())


def front_matter(folder: Path) -> dict[str, Any]:
    _, front, _ = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(front)
    return found


def test_transformers_alone_gives_the_runs_probabilities(
    make_statements: Make, train_tiny: TrainTiny
) -> None:
    run = train_tiny(make_statements(150), "prior={conciliatory=0.1, neutral=0.8, threatening=0.1}")
    assert run.classifier.temperature != 1  # type: ignore[attr-defined]
    told: list[str] = []
    folder = export_hub_folder(run, make_statements(30, seed=2), on_note=told.append)
    assert folder == run.path.with_name("run-hub-folder")
    assert "on 30 statements no probability differs by more than" in told[0]
    # The second one is longer than is read.
    utterances = [row.utterance for row in make_statements(20, seed=3)]
    utterances[1] = utterances[1]._replace(text=f"{utterances[1].text} {utterances[0].text}")
    found = classified(folder, [render(each, ("text", "cue", "kind")) for each in utterances])
    assert gap(found, run.predict(utterances).labels, run.labels) < 1e-5
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["id2label"] == {"0": "conciliatory", "1": "neutral", "2": "threatening"}
    assert config["label2id"] == {"conciliatory": 0, "neutral": 1, "threatening": 2}
    assert {path.suffix for path in folder.iterdir()} == {".json", ".safetensors", ".md"}


def test_of_acts_those_with_data_are_its_labels(
    make_statements: Make, train_tiny: TrainTiny
) -> None:
    rows = [row for row in make_statements(150) if row.act != "reject"]
    run = train_tiny(rows, "target=act", "params.epochs=1", "inputs=['text']")
    folder = export_hub_folder(run, rows)
    utterances = [row.utterance for row in rows[:9]]
    found = classified(folder, [each.text for each in utterances])
    present = [name for name in run.codebook.act_names if name in {row.act for row in rows}]
    config = json.loads((folder / "config.json").read_bytes())
    assert [config["id2label"][str(i)] for i in range(len(present))] == present
    acts = run.predict(utterances).acts
    assert acts is not None
    assert gap(found, acts, run.codebook.act_names) < 1e-5
    assert "| threaten | threatening |" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_card_says_what_the_hub_asks_and_what_is_to_be_fed(
    make_statements: Make, train_tiny: TrainTiny
) -> None:
    rows = make_statements(90)
    run = train_tiny(rows, "params.epochs=1")
    folder = export_hub_folder(run, rows)
    assert front_matter(folder) == {
        "license": "unknown",
        "library_name": "transformers",
        "pipeline_tag": "text-classification",
        "tags": ["stance", "quotations", "news"],
    }
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "\npromised (indirect): the bridge will be reopened within a week\n" in card
    assert "divided by the temperature" in card
    assert "macro-F1" in card
    assert "stance score" not in card
    assert "recipe.toml" not in card


def test_what_is_known_of_the_encoder_is_said(run: Run) -> None:
    from stance.classifiers.parameters import TransformerParameters
    from stance.training import Recipe
    from stance.training.card import render_hub_card

    def front(encoder: str) -> dict[str, Any]:
        params = TransformerParameters(encoder=encoder)
        card = render_hub_card(
            run.info, Recipe.model_validate(run.recipe), run.evaluation, params=params,
            names=run.labels, temperature=1.0,
        )  # fmt: skip
        found: dict[str, Any] = yaml.safe_load(card.split("---\n")[1])
        return found

    assert front("minilm")["base_model"] == "sentence-transformers/all-MiniLM-L6-v2"
    assert front("minilm")["language"] == "en"
    assert front("someone/their-model")["base_model"] == "someone/their-model"
    assert "language" not in front("someone/their-model")


def test_a_head_of_stances_own_is_refused(make_statements: Make, train_tiny: TrainTiny) -> None:
    rows = make_statements(60)
    run = train_tiny(rows, "params.pooling=mean", "params.epochs=1")
    with pytest.raises(StanceError, match=r"train it with --set params\.pooling=native"):
        export_hub_folder(run, rows)
    assert [path.name for path in run.path.parent.iterdir()] == ["run"]


def test_other_kinds_and_ensembles_are_refused(
    run: Run, make_statements: Make, train_tiny: TrainTiny
) -> None:
    rows = make_statements(60)
    with pytest.raises(StanceError, match=r"only a single transformer .* is of kind linear"):
        export_hub_folder(run, rows)
    both = train_tiny(rows, "params.epochs=1", "seeds=2", "keep=ensemble")
    with pytest.raises(StanceError, match="is an ensemble"):
        export_hub_folder(both, rows)


def test_a_place_that_is_taken_is_refused(make_statements: Make, train_tiny: TrainTiny) -> None:
    rows = make_statements(60)
    run = train_tiny(rows, "params.epochs=1")
    with pytest.raises(StanceError, match="never overwritten"):
        export_hub_folder(run, rows, run.path)
    with pytest.raises(StanceError, match="no statement to compare"):
        export_hub_folder(run, [])
    assert [path.name for path in run.path.parent.iterdir()] == ["run"]
