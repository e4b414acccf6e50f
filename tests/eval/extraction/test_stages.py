"""The figures of labels, and of each stage given the gold of those before."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.codebook import load_codebook
from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval.extraction import (
    FIGURES,
    LABEL_FIGURES,
    STAGES,
    ExtractionEvaluation,
    evaluate_extraction,
    render_extraction,
)
from stance.runs.predicting import Scores
from stance.statements import Span, Speaker, Statement

Say = Any
Mark = Any
Says = Callable[..., Any]
Copies = Any

SHUT = "the bridge would stay shut until the barricades were gone"
LABELS = ("conciliatory", "neutral", "threatening")


@pytest.fixture
def says() -> Says:
    """Make a run that labels a statement by a table of its words; what is not there is neutral."""

    def make(table: Mapping[str, str], *, trained_on: Sequence[str] = (), sure: float = 0.8) -> Any:
        def predict(utterances: Sequence[Any]) -> Scores:
            rows = np.full((len(utterances), 3), (1 - sure) / 2)
            for row, utterance in zip(rows, utterances, strict=True):
                row[LABELS.index(table.get(utterance.text, "neutral"))] = sure
            return Scores(rows)

        return SimpleNamespace(
            name="theirs", labels=LABELS, codebook=load_codebook("posture"), predict=predict,
            trained_on=frozenset(map(digest, trained_on)), info=SimpleNamespace(abstain=0.5),
            classifier=SimpleNamespace(too_long=lambda _: 0),
        )  # fmt: skip

    return make


@pytest.fixture
def gold(say: Say, mark: Mark) -> AnnotatedArticle:
    return mark(
        say(SHUT, at="Ada Voss", label="threatening"),
        say("“We will talk,”", "“And soon.”", by="Cy Orm", at="the minister", label="conciliatory"),
        say("of war", by="Ben Ruhl", at="Ben Ruhl", label="threatening"),
        say("that the ferry had sailed", by="officials", at="Officials", label="neutral"),
    )


@pytest.fixture
def found(say: Say) -> list[Statement]:
    """Three of the four and a false find; the first has the right speaker, and other words."""
    return [
        say("said " + SHUT, by="Voss", at="Ada Voss"),
        say("“We will talk,”", "“And soon.”", by="Ben Ruhl", at="Ben Ruhl"),
        say("of war", by="Ada Voss", at="Ada Voss", text="war"),
        say("Officials", by="Ben Ruhl"),
    ]


TABLE = {
    "said " + SHUT: "threatening",
    SHUT: "threatening",
    "“We will talk,” “And soon.”": "conciliatory",
    "of war": "threatening",
    "war": "neutral",
    "that the ferry had sailed": "conciliatory",
}


def values(evaluation: ExtractionEvaluation) -> dict[str, float | None]:
    return {name: figure.value for name, figure in evaluation.figures.items()}


def test_an_example_worked_by_hand(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    """Of four, three are found; two of these have the right label, one the right speaker as well.

    Given the gold, the labels of all three are right and that of the fourth is wrong; the speakers
    of all but the second, whom "the minister" does not name, are right.
    """
    evaluation = evaluate_extraction([gold], extract=lambda _: found, run=says(TABLE), resamples=10)
    figures = values(evaluation)
    assert {name: figures[name] for name in LABEL_FIGURES} == pytest.approx({
        "labelled_precision": 2 / 4, "labelled_recall": 2 / 4, "labelled_f1": 2 / 4,
        "joint_precision": 1 / 4, "joint_recall": 1 / 4, "joint_f1": 1 / 4,
        # F1 of 1, 0 (never gold) and 2/3; given the gold of 1 and 1; of all the gold 2/3, 0, 1.
        "label_accuracy": 2 / 3, "label_accuracy_given_gold": 1, "label_accuracy_loss": 1 / 3,
        "label_macro_f1": 5 / 9, "label_macro_f1_given_gold": 1, "label_macro_f1_loss": 4 / 9,
        "label_accuracy_of_gold": 3 / 4, "label_macro_f1_of_gold": 5 / 9,
        "speaker_given_gold": 2 / 3, "speaker_loss": 1 / 3, "speaker_of_gold": 3 / 4,
        "joint_given_gold": 2 / 4,
        "cost_statements": 2 / 4 - 1 / 4, "cost_speaker": 3 / 4 - 2 / 4, "cost_label": 1 / 4,
        "cost_all": 3 / 4,
    })  # fmt: skip
    assert tuple(evaluation.figures) == (*FIGURES, *LABEL_FIGURES)
    assert evaluation.mistakes["label"] == {"threatening taken for neutral": 1}
    wrong = [outcome for outcome in evaluation.outcomes if outcome.label]
    assert [outcome.gold.text for outcome in wrong if outcome.gold] == ["of war"]
    assert ("label", "threatening taken for neutral") in wrong[0].mistakes
    labelling = evaluation.labelling
    assert labelling is not None
    assert (labelling.run, labelling.labels) == ("theirs", LABELS)
    assert (labelling.judged, labelling.predicted, labelling.matched) == (4, 4, 3)


def test_all_is_right(gold: AnnotatedArticle, says: Says) -> None:
    table = {one.text: str(one.label) for one in gold.statements}
    statements = tuple(one for one in gold.statements if one.speaker != Speaker("Cy Orm"))
    item = replace(gold, statements=statements)
    figures = values(
        evaluate_extraction([item], extract=lambda _: list(statements), run=says(table))
    )
    for name in LABEL_FIGURES:
        costs = name.startswith("cost_") or name.endswith("_loss")
        assert figures[name] == (0 if costs else 1), name


def test_without_run_and_labels_nothing_changes(
    gold: AnnotatedArticle, found: list[Statement]
) -> None:
    evaluation = evaluate_extraction([gold], found, resamples=10)
    assert tuple(evaluation.figures) == FIGURES
    assert evaluation.labelling is None
    assert "labelling" not in evaluation.to_record()
    assert "label" not in evaluation.mistakes
    assert "Which stage" not in shown(evaluation)
    assert not any(outcome.judged or outcome.label for outcome in evaluation.outcomes)


def test_labels_that_what_was_found_came_with(
    gold: AnnotatedArticle, found: list[Statement]
) -> None:
    labels = ("threatening", "conciliatory", None, "neutral")
    scored = [replace(one, label=each) for one, each in zip(found, labels, strict=True)]
    evaluation = evaluate_extraction([gold], scored, resamples=10)
    figures = values(evaluation)
    assert (figures["labelled_f1"], figures["joint_f1"]) == (2 / 4, 1 / 4)
    assert figures["label_accuracy"] == pytest.approx(2 / 3)
    for name in ("label_accuracy_given_gold", "speaker_given_gold", "cost_statements"):
        assert figures[name] is None
    assert figures["cost_all"] == 3 / 4
    told = " ".join(evaluation.notes)
    assert "came with" in told
    assert "1 of 3 matched statements were given no label" in told
    assert evaluation.mistakes["label"] == {"threatening left undecided": 1}
    assert "Which stage costs what" in shown(evaluation)


def test_a_run_labels_anew(gold: AnnotatedArticle, found: list[Statement], says: Says) -> None:
    scored = [replace(one, label="neutral", scores={"neutral": 1.0}) for one in found]
    evaluation = evaluate_extraction([gold], scored, run=says(TABLE), resamples=10)
    figures = values(evaluation)
    assert any("theirs has labelled it anew" in note for note in evaluation.notes)
    assert figures["label_accuracy"] == pytest.approx(2 / 3)
    assert figures["label_accuracy_given_gold"] == 1
    # The speakers of what another tool found are its own.
    assert figures["speaker_given_gold"] is None


def test_a_gold_without_labels(gold: AnnotatedArticle, found: list[Statement], says: Says) -> None:
    bare = replace(gold, statements=tuple(replace(one, label=None) for one in gold.statements))
    with pytest.raises(StanceError, match="the gold has no labels, and theirs cannot be judged"):
        evaluate_extraction([bare], found, run=says(TABLE))
    evaluation = evaluate_extraction([bare], [replace(found[0], label="neutral")], resamples=10)
    assert evaluation.labelling is None
    assert any("labels are not judged" in note for note in evaluation.notes)


def test_labels_that_the_run_does_not_know(gold: AnnotatedArticle, says: Says) -> None:
    odd = replace(gold.statements[0], label="hostile")
    with pytest.raises(StanceError, match=r"that theirs does not know: hostile\. It knows conc"):
        evaluate_extraction([replace(gold, statements=(odd,))], [], run=says(TABLE))


def test_labels_that_have_nothing_in_common(gold: AnnotatedArticle, found: list[Statement]) -> None:
    odd = [replace(one, label="hostile") for one in found]
    evaluation = evaluate_extraction([gold], odd, resamples=10)
    assert evaluation.figures["label_accuracy"].value == 0
    assert any("no label in common" in note for note in evaluation.notes)


def test_statements_without_a_label_are_not_judged_by_it(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    """Neither the third nor what was found for it counts: two of three, and three found."""
    first, second, third, fourth = gold.statements
    item = replace(gold, statements=(first, second, replace(third, label=None), fourth))
    evaluation = evaluate_extraction([item], extract=lambda _: found, run=says(TABLE))
    figures = values(evaluation)
    assert figures["labelled_recall"] == pytest.approx(2 / 3)
    assert figures["labelled_precision"] == pytest.approx(2 / 3)
    assert figures["label_accuracy"] == 1
    assert figures["partial_recall"] == 3 / 4
    assert any("1 of 4 statements of the gold have no label" in n for n in evaluation.notes)


def test_what_the_run_was_trained_on_is_left_out(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    run = says(TABLE, trained_on=["OF WAR!", "said " + SHUT])
    evaluation = evaluate_extraction([gold], extract=lambda _: found, run=run, resamples=10)
    labelling = evaluation.labelling
    assert labelling is not None
    assert (labelling.judged, labelling.trained_on, labelling.predicted) == (2, 2, 2)
    assert evaluation.figures["labelled_f1"].value == 0.5
    assert any("2 of 4 labelled statements of the gold were in" in n for n in evaluation.notes)
    everything = says(TABLE, trained_on=[one.text for one in gold.statements])
    with pytest.raises(
        StanceError, match="every labelled statement of the gold was in the training"
    ):
        evaluate_extraction([gold], found, run=everything)


def test_an_article_none_of_which_is_judged_counts_for_no_label(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    """What is found in it, falsely too, is left out; what is found where nothing is, is not."""
    bare = tuple(replace(one, article="b", label=None) for one in gold.statements)
    items = [
        gold,
        replace(gold, article=replace(gold.article, id="b"), statements=bare),
        replace(gold, article=replace(gold.article, id="c"), statements=()),
    ]
    everything = [replace(one, article=name) for name in "abc" for one in found]
    evaluation = evaluate_extraction(items, everything, run=says(TABLE), resamples=10)
    assert evaluation.figures["labelled_precision"].value == 2 / 8
    assert evaluation.figures["partial_precision"].value == 6 / 12


def test_what_is_undecided_is_not_right(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    evaluation = evaluate_extraction(
        [gold], extract=lambda _: found, run=says(TABLE, sure=0.4), resamples=10
    )
    figures = values(evaluation)
    assert figures["label_accuracy"] == figures["label_macro_f1"] == figures["joint_f1"] == 0
    assert any("3 of 3 matched statements were given no label" in n for n in evaluation.notes)
    assert set(evaluation.mistakes["label"]) == {
        "threatening left undecided",
        "conciliatory left undecided",
    }


def test_nothing_was_matched(gold: AnnotatedArticle, say: Say, says: Says) -> None:
    for found in ([], [say("Officials")]):
        evaluation = evaluate_extraction(
            [gold], extract=lambda _, found=found: found, run=says(TABLE), resamples=10
        )
        figures = values(evaluation)
        assert figures["joint_f1"] == 0
        assert figures["label_accuracy"] is figures["label_accuracy_loss"] is None
        assert figures["joint_given_gold"] == figures["cost_statements"] == 2 / 4
        assert evaluation.mistakes["label"] == {}
        shown(evaluation)


def test_a_gold_that_marks_neither_sources_nor_cues(
    gold: AnnotatedArticle, found: list[Statement], says: Says
) -> None:
    bare = replace(gold, statements=tuple(replace(one, mention=None) for one in gold.statements))
    evaluation = evaluate_extraction([bare], extract=lambda _: found, run=says(TABLE), resamples=10)
    figures = values(evaluation)
    assert figures["speaker_of_gold"] is figures["cost_statements"] is None
    assert figures["label_accuracy_of_gold"] == 3 / 4
    assert figures["cost_label"] == 1 / 4
    told = " ".join(evaluation.notes)
    assert "does not mark the words that name its sources" in told
    assert "marks no cues" in told


def test_a_classifier_reads_one_of_several_names(gold: AnnotatedArticle, says: Says) -> None:
    first = replace(gold.statements[0], speaker=Speaker("Ada Voss|Interior Ministry"), nested=False)
    read: list[str | None] = []
    run = says(TABLE)

    def predict(utterances: Sequence[Any]) -> Scores:
        read.extend(utterance.speaker for utterance in utterances)
        return Scores(np.full((len(utterances), 3), 1 / 3))

    run.predict = predict
    evaluate_extraction([replace(gold, statements=(first,))], [], run=run, resamples=10)
    assert read == ["Ada Voss"]


def shown(evaluation: ExtractionEvaluation) -> str:
    console = Console(width=80, file=io.StringIO())
    with console.capture() as capture:
        console.print(render_extraction(evaluation))
    return capture.get()


def test_intervals_are_of_the_losses_themselves(
    gold: AnnotatedArticle, found: list[Statement], says: Says, copies: Copies
) -> None:
    """In every third article nothing is found."""
    evaluation = evaluate_extraction(
        copies(gold, 30),
        extract=lambda article: [
            replace(one, article=article.id) for one in found if int(article.id[1:]) % 3
        ],
        run=says(TABLE),
        resamples=400,
    )
    # The same in each article where something is found: sure, whatever articles are drawn.
    loss = evaluation.figures["label_accuracy_loss"]
    assert (loss.low, loss.value, loss.high) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    joint = evaluation.figures["joint_f1"]
    assert joint.low is not None
    assert joint.value is not None
    assert joint.high is not None
    assert joint.low < joint.value < joint.high
    text = shown(evaluation)
    assert max(map(len, text.splitlines())) <= 80
    for told in ("all: joint F1", "from cue and source", "they sum to", "labelled by theirs"):
        assert told in text


def test_record_rows_and_frame(gold: AnnotatedArticle, found: list[Statement], says: Says) -> None:
    evaluation = evaluate_extraction([gold], extract=lambda _: found, run=says(TABLE), resamples=10)
    record = json.loads(json.dumps(evaluation.to_record()))
    again = ExtractionEvaluation.from_record(record)
    assert again.figures == evaluation.figures
    assert again.labelling == evaluation.labelling
    assert again.mistakes == evaluation.mistakes
    assert again.to_record() == evaluation.to_record()
    # As one of an earlier stance, without labels, reads.
    del record["labelling"]
    assert ExtractionEvaluation.from_record(record).labelling is None
    frame = evaluation.frame()
    assert frame.columns.tolist() == ["by", "group", "figure", "value", "low", "high", "n"]
    assert len(frame) == len(list(evaluation.rows()))
    sizes = frame[frame["by"] == ""].set_index("figure")["n"]
    assert (sizes["joint_precision"], sizes["label_accuracy"], sizes["speaker_loss"]) == (4, 3, 3)
    assert sizes["speaker_of_gold"] == 4
    mistakes = frame[frame["group"] == "label: threatening taken for neutral"]
    assert mistakes["value"].tolist() == [1]


WORDS = tuple(f"w{i}" for i in range(12))
LINE = " ".join(WORDS)


@st.composite
def readings(draw: st.DrawFn) -> tuple[list[AnnotatedArticle], list[Statement], dict[str, str]]:
    def statement(article: str, number: int, *, label: bool) -> Statement:
        first = draw(st.integers(0, 10))
        words = " ".join(WORDS[first : first + draw(st.integers(1, 3))])
        name = draw(st.sampled_from(["Ada Voss", "Ben Ruhl", None]))
        return Statement(
            id=f"{article}#{number}", article=article, text=words, kind="direct",
            content=(Span.cut(LINE, LINE.index(words), LINE.index(words) + len(words)),),
            speaker=Speaker(name) if name else None,
            label=draw(st.sampled_from([*LABELS, None])) if label else None,
        )  # fmt: skip

    gold, found = [], []
    for name in "ab":
        own = [statement(name, k, label=True) for k in range(draw(st.integers(1, 4)))]
        gold.append(AnnotatedArticle(article=Article(id=name, text=LINE), statements=tuple(own)))
        found += [statement(name, k, label=False) for k in range(draw(st.integers(0, 4)))]
    table = {one.text: draw(st.sampled_from(LABELS)) for one in found}
    return gold, found, table


@settings(max_examples=60)
@given(case=readings())
def test_what_holds_of_any_figures(
    case: tuple[list[AnnotatedArticle], list[Statement], dict[str, str]],
) -> None:
    gold, found, table = case
    scored = [replace(one, label=table[one.text]) for one in found]
    evaluation = evaluate_extraction(gold, scored, resamples=1)
    labelling = evaluation.labelling
    if labelling is None:
        return
    figures = values(evaluation)
    pairs = [one for one in evaluation.pairs if one.judged and one.gold and one.predicted]
    hits = [one for one in pairs if one.gold and one.predicted and one.gold.label == one.predicted.label]  # fmt: skip
    both = [one for one in hits if one.speaker is None]
    assert labelling.matched == len(pairs)
    assert labelling.judged == sum(
        one.label is not None for item in gold for one in item.statements
    )
    whole = labelling.judged + labelling.predicted
    if whole:
        assert figures["labelled_f1"] == pytest.approx(2 * len(hits) / whole)
        assert figures["joint_f1"] == pytest.approx(2 * len(both) / whole)
    if pairs:
        assert figures["label_accuracy"] == pytest.approx(len(hits) / len(pairs))
    assert sum(evaluation.mistakes["label"].values()) == len(pairs) - len(hits)


def test_every_figure_of_the_table_is_known() -> None:
    for stage in STAGES:
        for name in (stage.found, stage.given, stage.loss, stage.cost):
            assert name is None or name in (*FIGURES, *LABEL_FIGURES)
