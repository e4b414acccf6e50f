from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stance.annotation import AnnotatedArticle
from stance.errors import StanceError
from stance.eval.extraction import evaluate_extraction
from stance.extraction import extract
from stance.runs import LAYOUT, ExtractorRun, Run, list_runs, open_extractor
from stance.statement_rows import read_statements
from stance.training.extraction import train_extractor

MakeArticles = Callable[..., list[AnnotatedArticle]]
SMALL = (
    "params.window=40", "params.overlap=16", "params.training_overlap=8", "params.width=32",
    "params.reach=16", "params.batch=4", "params.rate=1e-3", "params.head_rate=3e-3",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(
    make_articles: MakeArticles, tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory
) -> ExtractorRun:
    return train_extractor(
        make_articles(40),
        overrides=(f'encoder="{tiny_encoder}"', "params.epochs=8", *SMALL),
        out=tmp_path_factory.mktemp("runs") / "made",
        offline=True,
    )


def test_it_learns_to_find_what_it_was_shown(
    made: ExtractorRun, make_articles: MakeArticles
) -> None:
    new = make_articles(10, seed=7)
    evaluation = evaluate_extraction(new, extract=lambda article: extract(article, made.extractor))
    for name in ("exact_f1", "end_to_end_f1"):
        assert (evaluation.figures[name].value or 0) > 0.9


def test_a_run_is_whole_and_says_what_it_is(made: ExtractorRun) -> None:
    assert LAYOUT.missing(made.path) == []
    assert made.info.kind == "tagger"
    data = made.info.data
    assert data.articles == data.training + data.development + data.held_out == 40
    assert made.evaluation.figures.keys() == made.metrics["figures"].keys()
    assert made.evaluation.articles == data.held_out
    found = list(read_statements(made.path / LAYOUT.predictions))
    assert len(found) == made.evaluation.predicted
    assert "stance extract ARTICLE --extractor" in made.card
    events = [
        json.loads(line)["event"] for line in (made.path / LAYOUT.log).read_text().splitlines()
    ]
    assert events == ["split", *["epoch"] * 8, "chosen", "judged", "written"]
    assert made.recipe["params"]["epochs"] == 8


def test_what_it_was_trained_on_judges_nothing(
    made: ExtractorRun, make_articles: MakeArticles
) -> None:
    marked = make_articles(40)
    evaluation = evaluate_extraction(marked, [], trained_on=made.trained_on)
    assert evaluation.articles == made.info.data.held_out
    assert "were trained on" in evaluation.notes[0]
    trained = [m for m in marked if m.article.id not in evaluation.texts]
    with pytest.raises(StanceError, match="trained on every one"):
        evaluate_extraction(trained, [], trained_on=made.trained_on)


def test_the_same_seed_gives_the_same_extractor(
    make_articles: MakeArticles, tiny_encoder: Path, tmp_path: Path
) -> None:
    overrides = (f'encoder="{tiny_encoder}"', "params.epochs=1", *SMALL)
    one, other = (
        train_extractor(make_articles(12), overrides=overrides, out=tmp_path / name, offline=True)
        for name in ("one", "other")
    )
    assert one.info.files == other.info.files


def test_an_extractor_is_no_classifier_and_the_reverse(made: ExtractorRun, run: Run) -> None:
    with pytest.raises(StanceError, match="is an extractor"):
        Run.open(made.path)
    with pytest.raises(StanceError, match="is a classifier"):
        open_extractor(run.path)


def test_runs_of_both_sorts_are_listed(made: ExtractorRun) -> None:
    [summary] = list_runs(made.path.parent)
    assert summary.fault is None
    assert summary.kind == "tagger"
    assert summary.macro_f1 is None
    assert summary.partial_f1 == made.evaluation.figures["partial_f1"].value


def test_a_killed_training_leaves_nothing(
    make_articles: MakeArticles, tiny_encoder: Path, tmp_path: Path
) -> None:
    def stop(note: str) -> None:
        if note.startswith("Epoch 1"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_extractor(
            make_articles(12),
            overrides=(f'encoder="{tiny_encoder}"', *SMALL),
            out=tmp_path / "run",
            offline=True,
            on_note=stop,
        )
    assert list(tmp_path.iterdir()) == []


def test_an_article_that_stands_twice_is_refused(
    make_articles: MakeArticles, tiny_encoder: Path, tmp_path: Path
) -> None:
    marked = make_articles(12)
    with pytest.raises(StanceError, match="two annotated articles have the id 'made-0-3'"):
        train_extractor(
            [*marked, marked[3]], overrides=(f'encoder="{tiny_encoder}"',), out=tmp_path / "run"
        )


@pytest.mark.slow
def test_minilm_learns_from_few_articles(make_articles: MakeArticles, tmp_path: Path) -> None:
    run = train_extractor(
        make_articles(24), overrides=("params.epochs=6", "params.batch=2"), out=tmp_path / "run",
        offline=True,
    )  # fmt: skip
    new = make_articles(10, seed=7)
    evaluation = evaluate_extraction(new, extract=lambda article: extract(article, run.extractor))
    assert (evaluation.figures["partial_f1"].value or 0) > 0.8
