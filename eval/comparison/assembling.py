"""From predictions on the same items to the record of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

import stance
from stance.eval.bootstrap import RESAMPLES
from stance.eval.clusters import ARTICLE, unclustered
from stance.eval.comparison.changes import count_changes, fixed_and_broken, list_changes
from stance.eval.comparison.claims import claim
from stance.eval.comparison.comparison import Comparison
from stance.eval.comparison.front import fronts
from stance.eval.comparison.gathering import majority
from stance.eval.comparison.measuring import Measured, Measurement
from stance.eval.comparison.paired import (
    cohens_g,
    mcnemar,
    odds_ratio,
    units_needed,
)
from stance.eval.comparison.parts import (
    ComparedPair,
    ComparedSystem,
    ComparisonProvenance,
    Difference,
    SystemFigure,
    Test,
)
from stance.eval.comparison.ranking import rank_systems
from stance.eval.comparison.systems import Entrant, Matched, match_items
from stance.eval.judging import FEW_UNITS, caution_of_few, few_labels
from stance.eval.metrics import confusion_matrix, kappa
from stance.eval.multiplicity import holm
from stance.eval.predictions import Prediction
from stance.eval.provenance import fingerprint
from stance.labelled import LabelledStatement

BASELINE = "majority baseline"

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def compare_entrants(
    entrants: Sequence[Entrant],
    *,
    data: str,
    labels: Sequence[str] | None = None,
    values: Sequence[float] | None = None,
    statements: Sequence[LabelledStatement] = (),
    slices: Sequence[str] = (),
    rank: bool = False,
    notes: Sequence[str] = (),
    cluster: str = ARTICLE,
    runs: Mapping[str, str] = _NONE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Compare predictions that are there already; see `compare`.

    Parameters
    ----------
    entrants
        At least two, on the same items.
    data
        What they were judged on, in words.
    labels, values
        In their order; without values, there are no figures of posture.
    statements
        The items themselves, where known.
    slices, rank, notes, cluster, resamples, seed
        As for `compare`.
    runs
        The fingerprint of each run that takes part, by name.
    """
    if rank:
        entrants = [*entrants, majority(entrants, BASELINE)]
    items = {
        row.id: Prediction(row.id, row.label, row.label, None, row.article, row.to_record())
        for row in statements
    }
    matched = match_items(entrants, labels, cluster=cluster, known=items)
    measurement = Measurement(matched, values, resamples=resamples, seed=seed)
    measured = {name: measurement.measure(name) for name in measurement.figures}
    pairs = _pairs(matched, measurement, {name: both[1] for name, both in measured.items()})
    systems = _systems(matched, measurement, {name: both[0] for name, both in measured.items()})
    known = {row.id: row for row in statements}
    # What the baseline fixes and breaks, nobody asks.
    asked = replace(matched, systems=matched.systems[:-1]) if rank else matched
    worded = _with_words(entrants, known)
    comparison = Comparison(
        data=data,
        n=len(matched.ids),
        labels=matched.labels,
        values=tuple(values) if values else None,
        systems=systems,
        pairs=pairs,
        changes=tuple(count_changes(asked, known, slices)),
        ranking=rank_systems(
            [system.name for system in systems],
            [system.figures["macro_f1"].value for system in systems],
            measurement.draws("macro_f1"),
            {
                frozenset((pair.system, pair.against)): pair.differences["macro_f1"].p_holm
                for pair in pairs
            },
        )
        if rank
        else None,
        intervals=measurement.bootstrap.intervals,
        exact=measurement.randomization is not None and measurement.randomization.exact,
        notes=(*notes, *_cautions(matched, measurement)),
        provenance=ComparisonProvenance(
            stance=stance.__version__, items=fingerprint(worded), runs=dict(runs)
        ),
    )
    words = {item.id: item.columns for item in worded if item.columns}
    return comparison.with_changed_items(list_changes(asked, known, words))


def _with_words(
    entrants: Sequence[Entrant], known: Mapping[str, LabelledStatement]
) -> list[Prediction]:
    """Give the items their words, from the statements or else from any predictions that have them."""
    words: dict[str, dict[str, Any]] = {}
    for item in (item for one in entrants for column in one.predictions for item in column):
        columns = known[item.id].to_record() if item.id in known else item.columns
        if item.id not in words and columns.get("text"):
            words[item.id] = {
                name: columns[name] for name in ("text", "context") if columns.get(name)
            }
    return [item._replace(columns=words.get(item.id, {})) for item in entrants[0].predictions[0]]


def _systems(
    matched: Matched, measurement: Measurement, measured: Mapping[str, Sequence[Measured]]
) -> tuple[ComparedSystem, ...]:
    on_front = fronts(
        [figure.value for figure in measured["macro_f1"]], [s.cost for s in matched.systems]
    )
    systems = []
    for i, system in enumerate(matched.systems):
        figures = {}
        for name, all_systems in measured.items():
            spread = {}
            if system.runs > 1:
                runs = measurement.by_run(name, i)
                spread = {
                    "sd": float(runs.std(ddof=1)),
                    "least": float(runs.min()),
                    "most": float(runs.max()),
                }
            one = all_systems[i]
            figures[name] = SystemFigure(
                value=one.value, low=_known(one.low), high=_known(one.high), **spread
            )
        systems.append(
            ComparedSystem(
                name=system.name,
                members=system.members,
                figures=figures,
                statements_per_second=system.cost.statements_per_second,
                model_bytes=system.cost.model_bytes,
                training_seconds=system.cost.training_seconds,
                on_front=on_front[i],
            )
        )
    return tuple(systems)


def _pairs(
    matched: Matched, measurement: Measurement, measured: Mapping[str, Sequence[Measured]]
) -> tuple[ComparedPair, ...]:
    numbers = range(len(measurement.pairs))
    corrected = {
        name: holm([_known(all_pairs[k].p) for k in numbers])
        for name, all_pairs in measured.items()
    }
    changed = [
        tuple(
            int(marked.sum())
            for marked in fixed_and_broken(matched, matched.systems[i], matched.systems[k])
        )
        for i, k in measurement.pairs
    ]
    by_items = [
        None if measurement.is_group(i) or measurement.is_group(k) else mcnemar(*changed[number])
        for number, (i, k) in enumerate(measurement.pairs)
    ]
    by_items_corrected = holm(by_items)
    pairs = []
    for number, (i, k) in enumerate(measurement.pairs):
        one, other = matched.systems[i], matched.systems[k]
        differences = {
            name: _difference(measurement, all_pairs[number], corrected[name][number], matched)
            for name, all_pairs in measured.items()
        }
        test: Test = (
            "hierarchical"
            if measurement.is_group(i) or measurement.is_group(k)
            else "randomization"
        )
        fixed, broken = changed[number]
        crossed = confusion_matrix(one.voted, other.voted, len(matched.labels))
        pairs.append(
            ComparedPair(
                system=other.name,
                against=one.name,
                test=test,
                differences=differences,
                fixed=fixed,
                broken=broken,
                same_label=float(np.trace(crossed) / crossed.sum()),
                kappa=_known(float(kappa(crossed))),
                mcnemar=by_items[number],
                mcnemar_holm=by_items_corrected[number],
                odds_ratio=odds_ratio(fixed, broken),
                cohens_g=cohens_g(fixed, broken),
                claim=claim(
                    other.name,
                    one.name,
                    differences["macro_f1"],
                    test=test,
                    pairs=len(measurement.pairs),
                    unit=measurement.bootstrap.intervals.unit,
                    same=one.predicted.shape == other.predicted.shape
                    and bool((one.predicted == other.predicted).all()),
                ),
            )
        )
    return tuple(pairs)


def _difference(
    measurement: Measurement, measured: Measured, corrected: float | None, matched: Matched
) -> Difference:
    intervals = measurement.bootstrap.intervals
    deviation = measured.error * intervals.units**0.5
    needed = None if np.isnan(deviation) else units_needed(measured.value, deviation)
    by_article = intervals.unit == ARTICLE
    return Difference(
        value=measured.value,
        low=_known(measured.low),
        high=_known(measured.high),
        p=_known(measured.p),
        p_holm=corrected,
        standardized=measured.value / deviation if deviation > 1e-12 else None,
        articles_needed=needed if by_article else None,
        items_needed=None if needed is None else round(needed * len(matched.ids) / intervals.units),
    )


def _cautions(matched: Matched, measurement: Measurement) -> list[str]:
    intervals = measurement.bootstrap.intervals
    cautions = unclustered(matched.clusters, matched.unit)
    if not any(name is not None for name in matched.clusters):
        cautions.append(
            "the items name no articles and are taken as independent: where some share an article, "
            "intervals are too narrow and p values too small"
        )
    if 1 < intervals.units < FEW_UNITS:
        cautions.append(
            f"there are {intervals.units} {intervals.of_units} only: the intervals are too narrow "
            "rather than too wide"
        )
    absent = [name for i, name in enumerate(matched.labels) if not (matched.gold == i).any()]
    if absent:
        cautions.append(f"no item is labelled {', '.join(absent)}")
    support = np.bincount(matched.gold, minlength=len(matched.labels)).tolist()
    cautions += caution_of_few(few_labels(support, matched.labels))
    runs = [system for system in matched.systems if system.cost.training_seconds is not None]
    if any(system.runs == 1 for system in runs):
        cautions.append(
            "of a recipe with one run here, this run is judged and not the recipe: another seed may "
            "do better or worse (train several, and compare them as a group)"
        )
    if any(system.runs > 1 for system in matched.systems):
        cautions.append(
            "items fixed and broken, and agreement, are by the label that most seeds of a group give"
        )
    return cautions


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
