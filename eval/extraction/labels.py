"""The labels of what was found: which statements are judged by them, and which are wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval.extraction.labelling import Labelling
from stance.eval.extraction.outcomes import Outcome, Reading
from stance.eval.judging import FEW_ITEMS
from stance.runs.predicting import caution_of_length
from stance.scoring import label

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.runs import Run
    from stance.statements import Statement


def check_gold(gold: Iterable[AnnotatedArticle], run: Run) -> None:
    """Make sure that a run can be judged by the labels of the gold.

    Raises
    ------
    StanceError
        If no statement has a label, one has a label that the run does not know, or the run was
        trained on all that have one.
    """
    marked = (statement for item in gold for statement in item.statements if not statement.nested)
    labelled = [statement for statement in marked if statement.label is not None]
    if not labelled:
        raise StanceError(
            f"the gold has no labels, and {run.name} cannot be judged by it: label its statements, "
            "or judge the extraction alone, without a run"
        )
    strange = [statement for statement in labelled if statement.label not in run.labels]
    if strange:
        names = ", ".join(sorted({str(statement.label) for statement in strange}))
        raise StanceError(
            f"{len(strange):,} of {len(labelled):,} labelled statements of the gold (the first: "
            f"{strange[0].id}) have labels that {run.name} does not know: {names}. It knows "
            f"{', '.join(run.labels)}"
        )
    if all(digest(statement.text) in run.trained_on for statement in labelled):
        raise StanceError(
            f"every labelled statement of the gold was in the training data of {run.name}, and judges "
            "no label: bring other articles, or a run that was trained without them"
        )


def label_all(
    statements: Mapping[str, Sequence[Statement]], run: Run, notes: list[str]
) -> dict[str, list[Statement]]:
    """Let a run label the statements of all articles, whatever labels they have."""
    everything = list(chain.from_iterable(statements.values()))
    if any(one.scored for one in everything):
        notes.append(f"what was found had labels: {run.name} has labelled it anew")
    labelled = label(everything, run) if everything else iter(())
    if everything and (cut := run.classifier.too_long([one.utterance for one in everything])):
        notes.append(caution_of_length(cut))
    return {name: list(islice(labelled, len(own))) for name, own in statements.items()}


def judge_labels(
    readings: Sequence[Reading], run: Run | None, notes: list[str]
) -> tuple[list[Reading], Labelling | None]:
    """Tell which outcomes are judged by their labels, and which of these are wrong.

    A gold statement without a label is not, and neither is one whose words, or those of what was
    found for it, the run was trained on.

    Parameters
    ----------
    readings
        What was found in it has labels already, if any.
    run
        The run that labelled; None where what was found came with labels, or without any.
    notes
        What the reader must know is added.
    """
    outcomes = [outcome for reading in readings for outcome in reading.outcomes]
    gold = {one.gold.label for one in outcomes if one.gold and one.gold.label is not None}
    found = [one.predicted for one in outcomes if one.predicted and one.predicted.scored]
    if not run and not (gold and found):
        if found:
            notes.append("what was found has labels, the gold has none: labels are not judged")
        return list(readings), None
    labels = run.labels if run else _labels(gold, found, notes)
    known = run.trained_on if run else frozenset()
    judged = [
        replace(reading, outcomes=tuple(_judged(one, known) for one in reading.outcomes))
        for reading in readings
    ]
    outcomes = [outcome for reading in judged for outcome in reading.outcomes]
    of_gold = [outcome for outcome in outcomes if outcome.gold]
    matched = [outcome for outcome in outcomes if outcome.judged and outcome.found]
    unlabelled = sum(one.gold is not None and one.gold.label is None for one in outcomes)
    counted = sum(outcome.judged for outcome in outcomes)
    labelling = Labelling(
        run=run.name if run else None,
        labels=labels,
        judged=counted,
        predicted=sum(map(found_beside, judged)),
        matched=len(matched),
        unlabelled=unlabelled,
        trained_on=len(of_gold) - unlabelled - counted,
        undecided=sum(one.predicted is not None and one.predicted.label is None for one in matched),
    )
    notes += _notes(labelling, len(of_gold), Counter(one.gold.label for one in matched if one.gold))
    return judged, labelling


def found_beside(reading: Reading) -> int:
    """Count what was found in an article, as far as its labels are judged.

    What was found for statements that are not judged is not, and neither are false finds where no
    statement of the article is judged though it has some.
    """
    gold = [outcome for outcome in reading.outcomes if outcome.gold]
    if gold and not any(outcome.judged for outcome in gold):
        return 0
    return sum(
        outcome.judged or outcome.gold is None for outcome in reading.outcomes if outcome.predicted
    )


def _labels(gold: set[str], found: Sequence[Statement], notes: list[str]) -> tuple[str, ...]:
    """Tell the labels of what came with them: in the order of its scores, where it has any."""
    given = {one.label for one in found if one.label is not None}
    if given and not given & gold:
        notes.append(
            f"what was found is labelled {', '.join(sorted(given))}, and the gold "
            f"{', '.join(sorted(gold))}: they have no label in common"
        )
    ordered = next((list(one.scores) for one in found if one.scores), [])
    return (*ordered, *sorted((gold | given) - set(ordered)))


def _judged(outcome: Outcome, trained_on: frozenset[str]) -> Outcome:
    gold, predicted = outcome.gold, outcome.predicted
    if gold is None or gold.label is None:
        return outcome
    if any(digest(one.text) in trained_on for one in (gold, predicted) if one):
        return outcome
    if predicted is None or predicted.label == gold.label:
        return replace(outcome, judged=True)
    wrong = f"taken for {predicted.label}" if predicted.label else "left undecided"
    return replace(outcome, judged=True, label=f"{gold.label} {wrong}")


def _notes(labelling: Labelling, gold: int, matched: Mapping[str | None, int]) -> Iterator[str]:
    labelled = gold - labelling.unlabelled
    if labelling.unlabelled:
        yield (
            f"{labelling.unlabelled:,} of {gold:,} statements of the gold have no label: they do not "
            "count for the figures of labels"
        )
    if labelling.trained_on:
        yield (
            f"{labelling.trained_on:,} of {labelled:,} labelled statements of the gold were in the "
            "run's training data, and are left out of the figures of labels"
        )
    if labelling.run is None:
        yield (
            "the labels are those that what was found came with: whether these statements were in "
            "the training data of what gave them cannot be told"
        )
    if labelling.undecided:
        yield (
            f"{labelling.undecided:,} of {labelling.matched:,} matched statements were given no "
            "label: they count as not right"
        )
    few = [f"{name} ({n})" for name, n in sorted(matched.items(), key=str) if n < FEW_ITEMS]
    if few:
        yield f"few matched statements are labelled {', '.join(few)}: the macro-F1 says little"
