"""The stages from text to label: each as it was found, and given the gold of those before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stance.eval import metrics
from stance.eval.agreement.agreeing import figure_of
from stance.eval.bootstrap import Bootstrap
from stance.eval.evaluation import Figure
from stance.eval.extraction.counts import divide
from stance.eval.extraction.labelling import LABEL_FIGURES, LABEL_MATCHES
from stance.eval.extraction.labels import found_beside
from stance.eval.extraction.outcomes import Reading, is_speaker_right
from stance.eval.extraction.speakers import ACCEPTED
from stance.eval.metrics import Floats
from stance.extraction.known import resolve_speakers
from stance.scoring import label
from stance.statements import Speaker, Statement

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.runs import Run

_SUMS: Final = (
    "statements", "matched", "speaker", "speaker_given", "speaker_of_gold",
    "gold", "predicted", "labelled", "joint", "joint_given",
)  # fmt: skip
_MATRICES: Final = ("found", "given", "of_gold")
# Which figures need speakers that were resolved, and which a run.
_OF_SPEAKERS: Final = frozenset(
    {"speaker_given_gold", "speaker_loss", "speaker_of_gold", "joint_given_gold"}
    | {"cost_statements", "cost_speaker"}
)
_OF_RUN: Final = frozenset(
    {"joint_given_gold", "cost_statements", "cost_speaker", "cost_label"}
    | {
        f"label_{figure}_{of}"
        for figure in ("accuracy", "macro_f1")
        for of in ("given_gold", "loss", "of_gold")
    }
)


class Given(NamedTuple):
    """What is made of a statement that is given as the gold has it.

    Attributes
    ----------
    speaker
        Whether its speaker is right; None where that is not known.
    label
        The label that the run gives it; None where it is undecided, or there is no run.
    """

    speaker: bool | None
    label: str | None


def given_gold(
    articles: Mapping[str, AnnotatedArticle], run: Run | None, notes: list[str], *, speakers: bool
) -> dict[str, list[Given]]:
    """Put the gold's own statements through the resolution of speakers and the run.

    Parameters
    ----------
    articles
        The gold by the articles' ids.
    run
        What labels, or None.
    notes
        What the reader must know is added.
    speakers
        Whether speakers are resolved and compared by their names. They are known of no statement
        where the gold does not mark the words that name its sources.

    Returns
    -------
    dict
        By article, one for each statement that is not nested.
    """
    marked = [one for item in articles.values() for one in item.statements]
    if speakers and not any(one.mention for one in marked):
        speakers = False
        notes.append(
            "the gold does not mark the words that name its sources: no speaker is resolved from them"
        )
    if run and not any(one.cue for one in marked):
        notes.append("the gold marks no cues: given the gold, labels are judged without them")
    if not run and not speakers:
        return {
            name: [Given(None, None) for one in item.statements if not one.nested]
            for name, item in articles.items()
        }
    resolved = {
        name: resolve_speakers(item.article, item.statements) for name, item in articles.items()
    }
    gold = [
        _first_name(replace(known, speaker=one.speaker))
        for one, known in zip(marked, chain.from_iterable(resolved.values()), strict=True)
    ]
    labelled = label(gold, run) if run and gold else (replace(one, label=None) for one in gold)
    found = {}
    for name, item in articles.items():
        own = list(islice(labelled, len(item.statements)))
        found[name] = [
            Given(is_speaker_right(one, known, "name") if speakers else None, scored.label)
            for one, known, scored in zip(item.statements, resolved[name], own, strict=True)
            if not one.nested
        ]
    return found


def stage_figures(
    readings: Sequence[Reading],
    given: Mapping[str, Sequence[Given]],
    labels: Sequence[str],
    *,
    with_run: bool,
    resamples: int,
    seed: int,
) -> dict[str, Figure]:
    """Make the figures of `LABEL_FIGURES`; what is not known is empty.

    A loss is the difference of two figures on the same statements; what a stage costs is how much
    the joint F1 rises if the gold's is put in its place, the stages in their order. Their intervals
    are of the differences.

    Parameters
    ----------
    readings
        With the labels judged.
    given
        By article, as `given_gold` gives it.
    labels
        All labels.
    with_run
        Whether a run labelled what is given.
    resamples, seed
        Of the bootstrap of articles.
    """
    table = np.array([_count(reading, given[reading.article.id], labels) for reading in readings])
    names = [reading.article.id for reading in readings]
    bootstrap = Bootstrap(table, clusters=names, resamples=resamples, seed=seed)
    with_speakers = any(one.speaker is not None for own in given.values() for one in own)
    formulas = _formulas(len(labels) + 1)
    unknown = {
        *(() if with_speakers else _OF_SPEAKERS),
        *(() if with_run else _OF_RUN),
    }
    return {
        name: Figure(value=None) if name in unknown else figure_of(bootstrap, formulas[name])
        for name in LABEL_FIGURES
    }


def _count(reading: Reading, given: Sequence[Given], labels: Sequence[str]) -> Floats:
    """Count what the figures are made of: `_SUMS`, then `_MATRICES`, laid out flat.

    The last row and column of a matrix are of what is undecided.
    """
    size = len(labels) + 1
    places = {name: place for place, name in enumerate(labels)}
    sums = dict.fromkeys(_SUMS, 0)
    matrices = {name: np.zeros((size, size)) for name in _MATRICES}
    sums["predicted"] = found_beside(reading)
    outcomes = [outcome for outcome in reading.outcomes if outcome.gold]
    for outcome, one in zip(outcomes, given, strict=True):
        right = outcome.found and outcome.speaker is None
        sums["statements"] += 1
        sums["matched"] += outcome.found
        sums["speaker"] += right
        sums["speaker_given"] += outcome.found and bool(one.speaker)
        sums["speaker_of_gold"] += bool(one.speaker)
        if outcome.gold is None or not outcome.judged:
            continue
        gold = outcome.gold.label
        row, alone = places[gold or ""], places.get(one.label or "", size - 1)
        sums["gold"] += 1
        sums["joint_given"] += bool(one.speaker) and one.label == gold
        matrices["of_gold"][row, alone] += 1
        if outcome.predicted is not None:
            sums["labelled"] += outcome.label is None
            sums["joint"] += right and outcome.label is None
            matrices["found"][row, places.get(outcome.predicted.label or "", size - 1)] += 1
            matrices["given"][row, alone] += 1
    return np.array([*sums.values(), *chain.from_iterable(m.ravel() for m in matrices.values())])


def _formulas(size: int) -> dict[str, Callable[[Floats], Floats]]:
    """Return the formula of each figure, from sums, shape (…, counts)."""

    def of(name: str) -> Callable[[Floats], Floats]:
        return lambda sums: np.asarray(sums[..., _SUMS.index(name)])

    def matrix(name: str) -> Callable[[Floats], Floats]:
        first = len(_SUMS) + _MATRICES.index(name) * size * size
        return lambda sums: sums[..., first : first + size * size].reshape(
            *sums.shape[:-1], size, size
        )

    def share(part: str, whole: str) -> Callable[[Floats], Floats]:
        return lambda sums: divide(of(part)(sums), of(whole)(sums))

    def f1(hits: str) -> Callable[[Floats], Floats]:
        return lambda sums: divide(2 * of(hits)(sums), of("gold")(sums) + of("predicted")(sums))

    def accuracy(name: str) -> Callable[[Floats], Floats]:
        return lambda sums: metrics.accuracy(matrix(name)(sums))

    def macro_f1(name: str) -> Callable[[Floats], Floats]:
        return lambda sums: _macro_f1(matrix(name)(sums))

    formulas: dict[str, Callable[[Floats], Floats]] = {}
    for match in LABEL_MATCHES:
        formulas[f"{match}_precision"] = share(match, "predicted")
        formulas[f"{match}_recall"] = share(match, "gold")
        formulas[f"{match}_f1"] = f1(match)
    for figure, made in (("label_accuracy", accuracy), ("label_macro_f1", macro_f1)):
        formulas[figure] = made("found")
        formulas[f"{figure}_given_gold"] = made("given")
        formulas[f"{figure}_loss"] = _difference(made("given"), made("found"))
        formulas[f"{figure}_of_gold"] = made("of_gold")
    right, given = share("speaker", "matched"), share("speaker_given", "matched")
    formulas["speaker_given_gold"], formulas["speaker_loss"] = given, _difference(given, right)
    formulas["speaker_of_gold"] = share("speaker_of_gold", "statements")
    formulas["joint_given_gold"] = both = share("joint_given", "gold")
    formulas["cost_statements"] = _difference(both, f1("joint"))
    formulas["cost_speaker"] = _difference(accuracy("of_gold"), both)
    formulas["cost_label"] = lambda sums: 1 - accuracy("of_gold")(sums)
    formulas["cost_all"] = lambda sums: 1 - f1("joint")(sums)
    return formulas


def _difference(
    one: Callable[[Floats], Floats], other: Callable[[Floats], Floats]
) -> Callable[[Floats], Floats]:
    return lambda sums: one(sums) - other(sums)


def _macro_f1(matrices: Floats) -> Floats:
    """Mean F1 of the labels that are gold or predicted; what is undecided is no label of its own."""
    by_label = metrics.f1(matrices)[..., :-1]
    known = ~np.isnan(by_label)
    return divide(np.where(known, by_label, 0.0).sum(axis=-1), known.sum(axis=-1))


def _first_name(statement: Statement) -> Statement:
    """Keep one of the names that are right, as a classifier may read it."""
    speaker = statement.speaker
    if speaker is None or ACCEPTED not in speaker.name:
        return statement
    name = speaker.name.split(ACCEPTED)[0].strip()
    return replace(statement, speaker=Speaker(name, speaker.affiliation))
