from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from stance.errors import StanceError
from stance.eval import (
    Evaluation,
    Prediction,
    compare,
    evaluate,
    evaluate_predictions,
    read_predictions,
    render,
    slice_predictions,
    threshold_for,
)
from stance.eval.comparison import Comparison, Entrant, compare_entrants, render_comparison
from stance.eval.evaluation import plural
from stance.labelled import LabelledStatement
from stance.runs import Run

Make = Callable[..., list[LabelledStatement]]


def rows(**changes: Any) -> list[dict[str, Any]]:
    """Four statements of each of 25 speakers, who are all right or all wrong, in four articles."""
    return [
        {
            "id": f"{k}-{i}",
            "gold": ("no", "yes")[i % 2],
            "predicted": ("no", "yes")[i % 2 if k % 5 else (i + 1) % 2],
            "scores": {"no": 0.5, "yes": 0.5},
            "article": f"a{k % 2}{i}",
            "speaker": f"speaker {k}",
            "kind": ("direct", "indirect")[k % 2],
        }
        | changes
        for k in range(25)
        for i in range(4)
    ]


def shown(page: Any) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(page)
    return " ".join(capture.get().split())


def width(evaluation: Evaluation) -> float:
    figure = evaluation.figures["accuracy"]
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low


def test_speakers_are_resampled_together() -> None:
    by_speaker, by_article = (
        evaluate_predictions(rows(), cluster=column) for column in ("speaker", "article")
    )
    intervals = by_speaker.intervals
    assert (intervals.unit, intervals.units) == ("speaker", 25)
    assert "2,000 resamples of 25 speakers" in shown(render(by_speaker))
    # Whole speakers are wrong: what is the same in each article differs from speaker to speaker.
    assert width(by_speaker) > 1.5 * width(by_article)
    assert by_speaker.figures["accuracy"].value == by_article.figures["accuracy"].value
    assert Evaluation.from_record(by_speaker.to_record()).intervals == intervals


def test_it_is_as_if_the_speakers_were_the_articles() -> None:
    items = read_predictions(rows())
    named = [item._replace(article=item.columns["speaker"]) for item in items]
    labels = ("no", "yes")
    assert evaluate_predictions(rows(), cluster="speaker").figures == (
        evaluate_predictions([item.to_record() for item in named]).figures
    )
    one, other = (
        slice_predictions(items, labels, ["kind"], cluster="speaker"),
        slice_predictions(named, labels, ["kind"]),
    )
    assert one.slices == other.slices
    assert threshold_for(items, 0.5, cluster="speaker") == threshold_for(named, 0.5)


def test_who_has_no_speaker_stands_alone_and_is_counted() -> None:
    some = [row | {"speaker": None} if i < 8 else row for i, row in enumerate(rows())]
    evaluation = evaluate_predictions(some, cluster="speaker")
    assert evaluation.intervals.units == 23 + 8
    assert "8 of 100 statements have no speaker, and stand for themselves" in evaluation.notes


def test_few_of_them_are_told_by_their_name() -> None:
    few = [row | {"country": f"c{i % 3}"} for i, row in enumerate(rows())]
    notes = evaluate_predictions(few, cluster="country").notes
    assert any("there are 3 countries only" in note for note in notes)
    assert [plural(unit) for unit in ("article", "party", "day", "tags")] == [
        "articles", "parties", "days", "tags",
    ]  # fmt: skip


def test_a_column_that_no_item_has_is_told_with_those_that_are() -> None:
    with pytest.raises(
        StanceError, match=r"no statement has a dispute, .* known are: kind, speaker"
    ):
        evaluate_predictions(rows(), cluster="dispute")
    with pytest.raises(StanceError, match="one value an item"):
        evaluate_predictions(rows(difficulty=["irony"]), cluster="difficulty")
    assert evaluate_predictions(rows(article=None)).intervals.unit == "item"


def test_a_run_is_judged_by_dispute(run: Run, make_statements: Make) -> None:
    evaluation = evaluate(run, make_statements(60, seed=1), cluster="dispute")
    assert (evaluation.intervals.unit, evaluation.intervals.units) == ("dispute", 7)
    with pytest.raises(StanceError, match=r"kept by article, not by dispute: .*--data"):
        evaluate(run, cluster="dispute")


def entrants(*, speakers: bool = True) -> list[Entrant]:
    """Make a system that is always right, and the one of `rows`."""
    bad = read_predictions(rows())
    if not speakers:
        bad = [item._replace(columns={}, article=None) for item in bad]
    good = [Prediction(item.id, item.gold, item.gold) for item in bad]
    return [Entrant("good", [good]), Entrant("bad", [bad])]


def test_a_comparison_swaps_whole_speakers() -> None:
    comparison = compare_entrants(entrants(), data="d", cluster="speaker", resamples=200)
    assert (comparison.intervals.unit, comparison.intervals.units) == ("speaker", 25)
    (pair,) = comparison.pairs
    assert "randomisation test by speaker" in pair.claim
    difference = pair.differences["accuracy"]
    assert difference.articles_needed is None
    assert difference.items_needed
    assert "random swaps of whole speakers" in shown(render_comparison(comparison))
    assert Comparison.from_record(comparison.to_record()).intervals == comparison.intervals
    # Five of twenty-five differ, all one way: of the ways to swap them, two are as far apart.
    exact = compare_entrants(entrants(), data="d", cluster="speaker", resamples=4000)
    assert exact.pairs[0].differences["accuracy"].p == pytest.approx(2 / 32, abs=0.02)


def test_the_data_of_a_comparison_tell_who_speaks() -> None:
    data = [
        LabelledStatement(id=row["id"], text=row["id"], label=row["gold"], speaker=row["speaker"])
        for row in rows()
    ]
    told = compare(*entrants(speakers=False), data=data, cluster="speaker", resamples=200)
    known = compare(*entrants(), cluster="speaker", resamples=200)
    assert told.pairs == known.pairs
    with pytest.raises(StanceError, match="no statement has a dispute"):
        compare(*entrants(), data=data, cluster="dispute")
    one, other = entrants()
    elsewhere = [item._replace(columns={"speaker": "Ada Voss"}) for item in one.predictions[0]]
    with pytest.raises(StanceError, match="0-0 is of speaker Ada Voss and speaker 0"):
        compare_entrants([Entrant("one", [elsewhere]), other], data="d", cluster="speaker")
