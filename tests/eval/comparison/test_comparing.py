from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import stance
from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.eval import Prediction, write_predictions
from stance.eval.comparison import (
    BASELINE,
    Comparison,
    Entrant,
    compare,
    compare_entrants,
    no_worse_than,
    render_comparison,
    render_ranking,
)
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

MakeEntrant = Callable[..., Entrant]
MakeStatements = Callable[..., list[LabelledStatement]]

GOLD = "uuudddnn"


def letters(name: str, predicted: str, gold: str = GOLD) -> Entrant:
    return Entrant(
        name,
        [
            [
                Prediction(f"s{i}", g, p, None, f"a{i // 2}")
                for i, (g, p) in enumerate(zip(gold, predicted, strict=True))
            ]
        ],
    )


def test_a_pair_by_hand() -> None:
    one, other = letters("one", "uudddndn"), letters("other", "uuuddudn")
    comparison = compare_entrants([one, other], data="d", labels="udn", values=(1, -1, 0))
    (pair,) = comparison.pairs
    assert (pair.system, pair.against) == ("other", "one")
    # One more u is right; both have the last d and the first n wrong.
    assert (pair.fixed, pair.broken) == (1, 0)
    assert pair.same_label == pytest.approx(6 / 8)
    assert pair.differences["accuracy"].value == pytest.approx(6 / 8 - 5 / 8)
    # u: 2·2/(3+2), d: 2·2/(3+4), n: 2·1/(2+2); and 2·3/(3+4), 2·2/(3+3), 2·1/(2+1).
    before = (4 / 5 + 4 / 7 + 1 / 2) / 3
    after = (6 / 7 + 2 / 3 + 2 / 3) / 3
    assert pair.differences["macro_f1"].value == pytest.approx(after - before, abs=1e-9)
    # A d taken for an n becomes a u: farther, and a flip of the sign; a u taken for a d is put right.
    assert pair.differences["posture_error"].value == pytest.approx((2 + 1 - 2 - 1 - 1) / 8)
    assert pair.differences["sign_flips"].value == pytest.approx(0)
    assert comparison.exact
    assert comparison.intervals.units == 4


def test_the_better_of_two_is_told_apart(make_entrant: MakeEntrant) -> None:
    worse, better = make_entrant("worse", 0.4), make_entrant("better", 0.9, seed=2)
    (pair,) = compare_entrants([worse, better], data="d").pairs
    difference = pair.differences["macro_f1"]
    assert difference.low is not None
    assert difference.low > 0
    assert difference.p is not None
    assert difference.p < 0.001
    assert difference.standardized is not None
    assert difference.items_needed == difference.articles_needed * 4  # type: ignore[operator]
    assert "better may be called better in macro-F1" in pair.claim
    assert "posture_error" not in pair.differences


def test_what_is_not_told_apart_is_not_called_equal(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one", seed=1), make_entrant("other", seed=2)]
    (pair,) = compare_entrants(entrants, data="d").pairs
    assert "do not tell other and one apart" in pair.claim
    assert "does not show that they are equally good" in pair.claim
    assert "would be needed" in pair.claim


def test_all_pairs_are_corrected_together(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant(f"s{i}", seed=i + 1) for i in range(4)]
    pairs = compare_entrants(entrants, data="d").pairs
    assert len(pairs) == 6
    assert {pair.against for pair in pairs[:3]} == {"s0"}
    for pair in pairs:
        difference = pair.differences["macro_f1"]
        assert difference.p is not None
        assert difference.p_holm is not None
        assert difference.p_holm >= difference.p
        assert pair.mcnemar_holm is not None


def test_identical_systems_have_nothing_to_tell_apart(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one"), make_entrant("same")]
    comparison = compare_entrants(entrants, data="d")
    (pair,) = comparison.pairs
    difference = pair.differences["macro_f1"]
    assert (difference.value, difference.low, difference.high, difference.p) == (0, 0, 0, 1)
    assert (pair.kappa, pair.mcnemar, pair.cohens_g) == (1, 1, None)
    assert difference.items_needed is None
    assert "the same label" in pair.claim
    assert no_worse_than(comparison, 0.001).passed
    assert not no_worse_than(comparison, 0).passed


@pytest.mark.parametrize(
    ("one", "other"),
    [(GOLD, GOLD), (GOLD, "dddnnnuu"), ("u" * 8, "d" * 8), ("dddnnnuu", "nnnuuudd")],
)
def test_all_right_and_all_wrong(one: str, other: str) -> None:
    comparison = compare_entrants([letters("one", one), letters("other", other)], data="d")
    for pair in comparison.pairs:
        assert all(np.isfinite(d.value) for d in pair.differences.values())
        assert pair.claim
    record = json.loads(json.dumps(comparison.to_record()))
    assert Comparison.from_record(record).to_record() == comparison.to_record()


def test_one_article_gives_no_interval_and_no_claim() -> None:
    entrants = [
        Entrant(e.name, [[item._replace(article="a") for item in e.predictions[0]]])
        for e in (letters("one", "uuudddnn"), letters("other", "uuuddduu"))
    ]
    comparison = compare_entrants(entrants, data="d", rank=True)
    difference = comparison.pairs[0].differences["macro_f1"]
    assert (difference.low, difference.p, difference.items_needed) == (None, None, None)
    assert "nothing can be said beyond them" in comparison.pairs[0].claim
    verdict = no_worse_than(comparison, 0.5)
    assert not verdict.passed
    assert "too few articles" in verdict.reasons[0]


def test_three_items_and_fifteen_labels(make_entrant: MakeEntrant) -> None:
    for n, labels in ((3, 3), (150, 15)):
        entrants = [
            make_entrant("one", n=n, labels=labels),
            make_entrant("other", n=n, labels=labels, seed=4),
        ]
        comparison = compare_entrants(entrants, data="d", rank=True, resamples=200)
        assert len(comparison.pairs) == 3


def test_items_without_articles_are_taken_as_independent_and_it_is_said() -> None:
    entrants = [
        Entrant(e.name, [[item._replace(article=None) for item in e.predictions[0]]])
        for e in (letters("one", "uuudddnn"), letters("other", "uuuddduu"))
    ]
    comparison = compare_entrants(entrants, data="d")
    assert comparison.intervals.unit == "item"
    assert comparison.pairs[0].differences["macro_f1"].articles_needed is None
    assert any("name no articles" in note for note in comparison.notes)


def test_labels_of_few_items_are_told(make_entrant: MakeEntrant) -> None:
    few = compare_entrants([letters("one", GOLD), letters("other", "dddnnnuu")], data="d")
    assert any("few statements are labelled d (3), n (2), u (3)" in note for note in few.notes)
    many = compare_entrants([make_entrant("one"), make_entrant("two", seed=2)], data="d")
    assert not any("few statements" in note for note in many.notes)


def test_seeds_of_a_recipe_are_one_system(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one", 0.5, runs=3), make_entrant("other", 0.9, runs=4, seed=2)]
    comparison = compare_entrants(entrants, data="d")
    (pair,) = comparison.pairs
    figure = comparison.systems[1].figures["accuracy"]
    each = [
        np.mean([item.gold == item.predicted for item in column])
        for column in entrants[1].predictions
    ]
    assert figure.value == pytest.approx(np.mean(each), abs=1e-9)
    assert figure.sd == pytest.approx(np.std(each, ddof=1), abs=1e-9)
    assert (figure.least, figure.most) == pytest.approx((min(each), max(each)))
    assert pair.test == "hierarchical"
    assert pair.mcnemar is None
    assert pair.differences["macro_f1"].p is not None
    assert pair.differences["macro_f1"].p < 0.01
    assert "test over seeds and articles" in pair.claim


def test_seeds_that_differ_make_the_interval_wider(make_entrant: MakeEntrant) -> None:
    steady = make_entrant("steady", 0.9, runs=3, seed=2)
    shaky = Entrant(
        "shaky",
        [make_entrant("x", right, seed=3).predictions[0] for right in (0.99, 0.9, 0.6)],
    )
    one = make_entrant("one", 0.5)
    widths = []
    for entrant in (steady, shaky):
        difference = compare_entrants([one, entrant], data="d").pairs[0].differences["macro_f1"]
        assert difference.high is not None
        assert difference.low is not None
        widths.append(difference.high - difference.low)
    assert widths[1] > 2 * widths[0]


def test_a_ranking_has_the_baseline_in_it(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one", seed=1), make_entrant("best", 0.95, seed=2)]
    comparison = compare_entrants(entrants, data="d", rank=True)
    rows = comparison.ranking_rows()
    assert [row["system"] for row in rows] == ["best", "one", BASELINE]
    assert {change.system for change in comparison.changes} == {"best"}
    assert [row["place"] for row in rows] == [1, 2, 3]
    assert rows[0]["mean_rank"] == pytest.approx(1)
    assert len(comparison.pairs) == 3


def test_rows_are_a_tidy_table(make_entrant: MakeEntrant) -> None:
    comparison = compare_entrants([make_entrant("one"), make_entrant("two", seed=2)], data="d")
    frame = comparison.frame()
    assert len(frame) == 3 * 3
    assert list(frame.columns[:4]) == ["system", "against", "figure", "value"]
    assert set(frame.loc[frame["against"] == "one", "system"]) == {"two"}


def test_the_terminal_shows_all_of_it(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one"), make_entrant("two\x1b[2J", runs=2, seed=2)]
    comparison = compare_entrants(entrants, data="d", rank=True)
    console = Console(width=120, record=True, file=None)
    with console.capture() as capture:
        console.print(render_comparison(comparison))
        console.print(render_ranking(comparison))
    shown = capture.get()
    for words in (
        "macro-F1",
        "p (Holm)",
        "Item by item",
        "Fixed and broken",
        "mean rank",
        BASELINE,
    ):
        assert words in shown
    assert "\x1b[2J" not in shown


def test_a_record_of_a_newer_format_is_refused(make_entrant: MakeEntrant) -> None:
    comparison = compare_entrants([make_entrant("one"), make_entrant("two", seed=2)], data="d")
    with pytest.raises(StanceError, match="newer stance"):
        Comparison.from_record(comparison.to_record() | {"format": 99})
    with pytest.raises(StanceError, match="not a valid comparison"):
        Comparison.from_record({"format": 1})


def test_a_gate_is_judged_by_the_interval(make_entrant: MakeEntrant) -> None:
    new, old = make_entrant("new", 0.9, n=1200, seed=1), make_entrant("old", 0.6, n=1200, seed=2)
    better = compare_entrants([new, old], data="d")
    worse = compare_entrants([old, new], data="d")
    assert no_worse_than(better, 0.01).passed
    assert not no_worse_than(worse, 0.01).passed
    assert no_worse_than(worse, 0.5, "accuracy").passed
    # The interval decides: a small sample of equals does not pass a narrow gate.
    equals = [make_entrant("new", seed=1), make_entrant("old", seed=2)]
    verdict = no_worse_than(compare_entrants(equals, data="d"), 0.01)
    assert not verdict.passed
    assert "the lower end of the 95% interval is not above -0.01" in verdict.reasons[0]


def test_a_gate_on_an_error_is_turned_around() -> None:
    gold = "udn" * 40
    new = letters("new", gold, gold)
    old = letters("old", "uuu" * 40, gold)
    values = (1.0, -1.0, 0.0)
    better = compare_entrants([new, old], data="d", labels="udn", values=values)
    worse = compare_entrants([old, new], data="d", labels="udn", values=values)
    assert no_worse_than(better, 0.1, "posture_error").passed
    assert not no_worse_than(worse, 0.1, "sign_flips").passed


@pytest.mark.parametrize(
    ("margin", "on", "told"),
    [
        (-0.1, "macro_f1", "makes no sense"),
        (0.1, "posture_error", "needs values of the labels"),
        (0.1, "beauty", "is no figure: there are"),
    ],
)
def test_a_gate_that_cannot_be(
    make_entrant: MakeEntrant, margin: float, on: str, told: str
) -> None:
    comparison = compare_entrants([make_entrant("one"), make_entrant("two", seed=2)], data="d")
    with pytest.raises(StanceError, match=told.split(":", maxsplit=1)[0]):
        no_worse_than(comparison, margin, on)


@pytest.fixture(scope="module")
def runs(
    make_statements: MakeStatements, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Run]:
    """Train on the same statements: a baseline, and a linear classifier with two seeds."""
    folder = tmp_path_factory.mktemp("compared")
    overrides = {"base": [], "linear-1": ["seed=1"], "linear-2": ["seed=2"]}
    return {
        name: train(
            make_statements(),
            "baseline" if name == "base" else "linear",
            overrides=[*some, "split.by=given"],
            out=folder / name,
        )
        for name, some in overrides.items()
    }


@pytest.fixture(scope="module")
def make_statements(make_statements: MakeStatements) -> MakeStatements:
    """Name the test part, so that all seeds hold out the same."""

    def make(n: int = 90, **options: object) -> list[LabelledStatement]:
        rows = make_statements(n, **options)
        return [
            replace(row, split="test" if i // 9 % 4 == 0 else "train") for i, row in enumerate(rows)
        ]

    return make


def test_runs_are_compared_on_the_part_held_out(runs: Mapping[str, Run]) -> None:
    comparison = compare(runs["base"].path, runs["linear-1"].path)
    assert comparison.data == "the part held out in training"
    assert [system.name for system in comparison.systems] == ["base", "linear-1"]
    assert comparison.values == (1, 0, -1)
    first = comparison.systems[1].figures["macro_f1"].value
    assert first == pytest.approx(runs["linear-1"].evaluation.figures["macro_f1"].value, abs=1e-6)
    assert comparison.systems[1].model_bytes
    assert comparison.systems[1].statements_per_second is None


def test_runs_that_differ_in_the_seed_are_a_group(runs: Mapping[str, Run]) -> None:
    comparison = stance.compare(*runs.values())
    assert [system.members for system in comparison.systems] == [
        ("base",),
        ("linear-1", "linear-2"),
    ]
    assert len(compare(*runs.values(), separately=True).systems) == 3
    # With nothing else to compare with, seeds are compared with one another.
    assert len(compare(runs["linear-1"], runs["linear-2"]).systems) == 2


def test_a_group_can_be_named(runs: Mapping[str, Run]) -> None:
    comparison = compare(runs["base"], groups={"both": [runs["linear-1"], runs["linear-2"]]})
    assert [system.name for system in comparison.systems] == ["base", "both"]
    with pytest.raises(StanceError, match="has one run only"):
        compare(runs["base"], groups={"both": [runs["linear-1"]]})


def test_on_data_what_a_run_was_trained_on_is_left_out_for_all(
    runs: Mapping[str, Run], make_statements: MakeStatements, tmp_path: Path
) -> None:
    new = make_statements(30, seed=5)
    seen = make_statements(90)[9:12]
    data = [*new, *(replace(row, id=f"{row.id}-seen") for row in seen)]
    path = tmp_path / "tool.jsonl"
    write_predictions((Prediction(row.id, row.label, "neutral") for row in data), path)
    comparison = compare(
        runs["base"], runs["linear-1"], path, data=data, slices=["kind", "difficulty"]
    )
    assert comparison.n == 30
    assert "3 of 33 statements were in some run's training data" in comparison.notes[0]
    assert comparison.systems[1].statements_per_second
    assert {change.column for change in comparison.changes} == {"label", "kind", "difficulty"}
    by_label = [change for change in comparison.changes if change.column == "label"]
    pair = comparison.pairs[0]
    linear = [change for change in by_label if change.system == "linear-1"]
    assert sum(change.fixed for change in linear) == pair.fixed
    items = [row for row in comparison.changed_items if row["system"] == "linear-1"]
    assert len(items) == pair.fixed + pair.broken
    assert items[0]["text"]
    assert {"id", "gold", "before", "after", "change", "kind"} <= set(items[0])


def test_nothing_but_training_data_judges_nothing(
    runs: Mapping[str, Run], make_statements: MakeStatements
) -> None:
    with pytest.raises(StanceError, match="bring other data"):
        compare(runs["base"], runs["linear-1"], data=make_statements(90)[9:12])


def test_predictions_files_take_values_from_a_codebook(tmp_path: Path) -> None:
    labels = load_codebook("posture").label_names
    for name, shift in (("one", 0), ("two", 1)):
        write_predictions(
            (
                Prediction(f"s{i}", labels[i % 3], labels[(i + shift * (i % 2)) % 3])
                for i in range(40)
            ),
            tmp_path / f"{name}.jsonl",
        )
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    assert "posture_error" not in compare(*paths).pairs[0].differences
    comparison = compare(*paths, codebook="posture")
    assert comparison.labels == labels
    assert comparison.pairs[0].differences["posture_error"].value > 0


def test_what_cannot_be_compared_is_refused(
    runs: Mapping[str, Run], make_statements: MakeStatements, tmp_path: Path
) -> None:
    with pytest.raises(StanceError, match="name two runs or more"):
        compare(runs["base"])
    with pytest.raises(StanceError, match="base stands twice"):
        compare(runs["base"].path, runs["base"].path)
    with pytest.raises(StanceError, match="no slices by 'colour'"):
        compare(*runs.values(), slices=["colour"])
    with pytest.raises(StanceError, match="need the statements themselves"):
        compare(*runs.values(), slices=["kind"])
    other = [row for row in make_statements() if row.label != "neutral"]
    fewer = train(
        other, "baseline", codebook="auto", overrides=["split.by=given"], out=tmp_path / "f"
    )
    with pytest.raises(StanceError, match="only runs of the same labels"):
        compare(runs["base"], fewer)


def test_a_record_of_an_older_stance_is_read(make_entrant: MakeEntrant) -> None:
    record = compare_entrants(
        [make_entrant("one"), make_entrant("two", seed=2)], data="d"
    ).to_record()
    again = Comparison.from_record(record)
    assert again.to_record() == record
    del record["provenance"]
    assert Comparison.from_record(record).provenance is None


def test_fingerprints_are_those_of_an_evaluation(
    runs: Mapping[str, Run], make_statements: MakeStatements
) -> None:
    rows = make_statements(30, seed=5)
    one = compare(*runs.values(), data=rows, resamples=100).provenance
    assert one is not None
    told = [stance.evaluate(run, rows, resamples=100).provenance for run in runs.values()]
    assert [each.items for each in told if each] == [one.items] * len(runs)
    assert {each.run for each in told if each} == set(one.runs.values())
