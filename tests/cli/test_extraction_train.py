from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stance.annotation import AnnotatedArticle, write_annotations

Cli = Callable[..., Result]
MakeArticles = Callable[..., list[AnnotatedArticle]]
QUICK = [
    f"--set={entry}"
    for entry in (
        "params.window=40", "params.overlap=16", "params.training_overlap=8", "params.width=32",
        "params.reach=16", "params.batch=4", "params.rate=1e-3", "params.epochs=2",
    )
]  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path, make_articles: MakeArticles) -> Path:
    path = tmp_path / "gold.jsonl"
    write_annotations(make_articles(16), path, "jsonl")
    return path


@pytest.fixture
def trained(cli: Cli, gold: Path, tiny_encoder: Path) -> Path:
    done = cli("extraction", "train", gold, "--encoder", tiny_encoder, "-o", "run", *QUICK)
    assert done.exit_code == 0, done.stderr
    assert "Epoch 2 of 2" in done.stderr
    assert "half the words" in done.stdout
    return Path("run")


def test_a_trained_extractor_finds_scores_and_is_judged(
    cli: Cli, gold: Path, trained: Path, article: Path
) -> None:
    for command, extractor in (("extract", "run"), ("score", "run"), ("extract", "rules+run")):
        done = cli(command, article, "--extractor", extractor)
        assert done.exit_code == 0, done.stderr
    done = cli("extract", article, "--extractor", trained, "--explain")
    for line in done.stdout.splitlines():
        assert json.loads(line)["reason"].startswith("tagged as a statement")
    done = cli("extraction", "evaluate", gold, "--extractor", trained, "--format", "json")
    assert done.exit_code == 0, done.stderr
    [record] = json.loads(done.stdout)
    assert record["extractor"] == "run"
    assert "were trained on" in record["notes"][0]


def test_its_run_is_listed_and_shown(cli: Cli, trained: Path) -> None:
    listed = cli("runs", "list", ".", "--format", "table").stdout
    assert "tagger" in listed
    assert "partial match" in listed
    assert "an extractor" in cli("runs", "show", trained).stdout
    assert "--extractor" in cli("runs", "card", trained).stdout


def test_a_classifier_is_no_extractor_and_the_reverse(
    cli: Cli, trained: Path, article: Path
) -> None:
    done = cli("score", article, "--run", trained)
    assert done.exit_code == 1
    assert "is an extractor" in done.stderr
    done = cli("extract", article, "--extractor", "nowhere")
    assert done.exit_code == 1
    assert "no run at nowhere" in done.stderr


def test_statements_without_articles_teach_nothing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "plain.jsonl").write_text('{"id": "a", "text": "It rained.", "statements": []}\n')
    done = cli("extraction", "train", "plain.jsonl")
    assert done.exit_code == 1
    assert "annotated articles found: 1" in done.stderr
    assert not Path("runs").exists()


def test_without_torch_the_extra_is_named(
    cli: Cli, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    done = cli("extraction", "train", gold)
    assert done.exit_code == 1
    assert 'torch is not installed: pip install "stance[neural]"' in done.stderr
