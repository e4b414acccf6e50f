from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from stance.articles import Article
from stance.codebook import load_codebook
from stance.runs import Scores
from stance.scoring import label, score
from stance.statements import Span, Statement, Utterance

POSTURE = load_codebook("posture")


def run_that_predicts(
    labels: Sequence[float], acts: dict[str, float] | None = None, *, abstain: float = 0.0
) -> Any:
    """Stand in for a run: the same probabilities for every utterance."""

    def predict(utterances: Sequence[Utterance]) -> Scores:
        n = len(utterances)
        by_act = acts and [[acts.get(name, 0.0) for name in POSTURE.act_names]] * n
        return Scores(
            np.array([labels] * n), None if acts is None else np.array(by_act), too_long=n
        )

    return SimpleNamespace(
        name="stand-in", codebook=POSTURE, predict=predict, info=SimpleNamespace(abstain=abstain)
    )


def unscored(number: int) -> Statement:
    return Statement(
        id=f"a#{number}", article="a", text="no", kind="direct", content=(Span("no", 0, 2),)
    )


def test_a_scored_statement_has_label_scores_and_run() -> None:
    (scored,) = label([unscored(1)], run_that_predicts([0.2, 0.1, 0.7]))
    assert scored.label == "threatening"
    assert scored.scores == {"conciliatory": 0.2, "neutral": 0.1, "threatening": 0.7}
    assert scored.run == "stand-in"
    assert scored.act is None


def test_the_act_never_contradicts_the_label() -> None:
    acts = {"inform": 0.4, "threaten": 0.3, "warn": 0.3}
    (scored,) = label([unscored(1)], run_that_predicts([0, 0.4, 0.6], acts))
    assert (scored.act, scored.label) == ("threaten", "threatening")


@pytest.mark.parametrize(
    ("of_the_run", "asked", "decided"),
    [(0, None, True), (0.71, None, False), (0.71, 0, True), (0, 0.7, True), (0, 0.71, False)],
)
def test_what_is_not_sure_enough_is_left_undecided(
    of_the_run: float, asked: float | None, decided: bool
) -> None:
    run = run_that_predicts([0.2, 0.1, 0.7], {"threaten": 0.7}, abstain=of_the_run)
    (scored,) = label([unscored(1)], run, abstain=asked)
    assert (scored.label, scored.act) == (("threatening", "threaten") if decided else (None, None))
    assert scored.scores["threatening"] == 0.7
    assert (scored.run, scored.scored) == ("stand-in", True)


def test_what_is_left_undecided_is_told() -> None:
    article = Article(id="a", text='"We shall see," Ada Voss said. "No deal," she added.')
    notes: list[str] = []
    run = run_that_predicts([0.2, 0.1, 0.7])
    statements = list(score([article], run, abstain=0.9, on_note=notes.append))
    assert notes[0] == (
        f"Note: {len(statements)} statements are left undecided: no label of theirs is as likely as 0.9."
    )


def test_no_statement_is_no_work() -> None:
    assert list(label([], run_that_predicts([1, 0, 0]))) == []


def test_articles_stream_in_their_order() -> None:
    drawn = []

    def articles() -> Any:
        for i in range(200):
            drawn.append(i)
            yield Article(id=f"a{i}", text=f"“We shall see about clause {i},” said Ada Voss.")

    scored = score(articles(), run_that_predicts([0, 1, 0]))
    assert next(scored).article == "a0"
    assert len(drawn) < 200
    assert [statement.article for statement in scored] == [f"a{i}" for i in range(1, 200)]


@pytest.mark.parametrize("text", ["", "Nobody spoke."])
def test_an_article_without_statements_gives_none(text: str) -> None:
    assert list(score([Article(id="a", text=text)], run_that_predicts([0, 1, 0]))) == []


def test_statements_that_are_too_long_are_counted_over_all_articles() -> None:
    told: list[str] = []
    articles = [Article(id=str(i), text="“Leave now,” Ada Voss said.") for i in range(100)]
    scored = list(score(articles, run_that_predicts([0, 1, 0]), on_note=told.append))
    assert len(scored) == 100
    assert told == [
        "Note: 100 statements are longer than the classifier reads and lost their ends."
    ]
