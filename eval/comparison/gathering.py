"""From runs and files of predictions to entrants that can be compared."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.codebook import Codebook
from stance.duplicates import digest
from stance.errors import StanceError
from stance.eval.comparison.systems import Cost, Entrant
from stance.eval.evaluating import to_predictions
from stance.eval.predictions import Prediction, read_predictions
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run


@dataclass(frozen=True, slots=True)
class Opened:
    """A run, or the predictions of whatever tool, under the name that it has in the comparison."""

    name: str
    run: Run | None = None
    predictions: tuple[Prediction, ...] = ()


Candidate = Run | str | Path | Opened | Entrant


def open_candidates(candidates: Iterable[Candidate]) -> list[Opened | Entrant]:
    """Open runs and read files of predictions; name each as shortly as tells it from the others.

    Raises
    ------
    StanceError
        If one is neither, or stands twice.
    """
    opened: list[tuple[Entrant | Opened, str]] = []
    for candidate in candidates:
        if isinstance(candidate, (Entrant, Opened)):
            opened.append((candidate, candidate.name))
        elif isinstance(candidate, Run):
            opened.append((Opened(candidate.name, candidate), str(candidate.path)))
        elif Path(candidate).is_file():
            predictions = tuple(read_predictions(candidate))
            opened.append((Opened(Path(candidate).stem, None, predictions), str(candidate)))
        else:
            run = Run.open(candidate)
            opened.append((Opened(run.name, run), str(candidate)))
    times = Counter(one.name for one, _ in opened)
    named = [
        Opened(longer, one.run, one.predictions)
        if isinstance(one, Opened) and times[one.name] > 1
        else one
        for one, longer in opened
    ]
    twice = [name for name, n in Counter(one.name for one in named).items() if n > 1]
    if twice:
        raise StanceError(f"{twice[0]} stands twice: a system is compared with others")
    return named


def shared_codebook(opened: Sequence[Opened | Entrant]) -> Codebook | None:
    """Return the codebook of the runs, or None where there is no run.

    Raises
    ------
    StanceError
        If they do not have the same labels, with the same values.
    """
    runs = [one.run for one in opened if isinstance(one, Opened) and one.run]
    for run in runs[1:]:
        mine, theirs = (
            dict(zip(r.labels, r.codebook.values or [None] * len(r.labels), strict=True))
            for r in (runs[0], run)
        )
        if mine != theirs:
            raise StanceError(
                f"{runs[0].name} labels by {runs[0].codebook.name} ({', '.join(runs[0].labels)}) and "
                f"{run.name} by {run.codebook.name} ({', '.join(run.labels)}): only runs of the same "
                "labels and values can be compared"
            )
    return runs[0].codebook if runs else None


def unseen_by_all(
    opened: Sequence[Opened | Entrant], statements: Sequence[LabelledStatement]
) -> tuple[list[LabelledStatement], list[str]]:
    """Leave out what any of the runs was trained on; say how much that is.

    Raises
    ------
    StanceError
        If nothing is left.
    """
    seen = [(one.name, one.run.trained_on) for one in opened if isinstance(one, Opened) and one.run]
    digests = [digest(row.text) for row in statements]
    unseen = [
        row
        for row, key in zip(statements, digests, strict=True)
        if not any(key in keys for _, keys in seen)
    ]
    if len(unseen) == len(statements):
        return unseen, []
    by = ", ".join(f"{name} {n:,}" for name, keys in seen if (n := sum(d in keys for d in digests)))
    if not unseen:
        raise StanceError(
            f"every statement of these data was in some run's training data ({by}), and judges "
            "nothing: bring other data"
        )
    left_out = len(statements) - len(unseen)
    note = (
        f"{left_out:,} of {len(statements):,} statements were in some run's training data "
        f"({by}) and are left out for all"
    )
    return unseen, [note]


def to_entrant(
    one: Opened | Entrant, unseen: Sequence[LabelledStatement] | None, left_out: frozenset[str]
) -> Entrant:
    """Get an entrant's predictions, and what is known of its cost.

    Parameters
    ----------
    one
        A run predicts the statements; its speed is measured. What has predictions keeps them.
    unseen
        The statements; without them, a run's predictions are those of the part held out.
    left_out
        Ids of which predictions are dropped.
    """
    if isinstance(one, Entrant):
        kept = [[p for p in column if p.id not in left_out] for column in one.predictions]
        return Entrant(one.name, kept, one.members, one.cost)
    if one.run is None:
        return Entrant(one.name, [[p for p in one.predictions if p.id not in left_out]])
    run = one.run
    speed = None
    if unseen is None:
        predictions = list(run.evaluation.predictions)
    else:
        # Loading is done once for any number of statements, and is not of the speed.
        _ = run.classifier
        start = time.perf_counter()
        scores = run.predict([row.utterance for row in unseen])
        speed = len(unseen) / max(time.perf_counter() - start, 1e-9)
        predictions = to_predictions(unseen, run.labels, scores.labels)
    model = run.path / LAYOUT.model
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
    return Entrant(one.name, [predictions], cost=Cost(speed, size, run.info.seconds))


def seeds_of_recipes(opened: Sequence[Opened | Entrant]) -> list[list[Opened | Entrant]]:
    """Put runs together whose recipe and data are the same, and whose seeds are not.

    Returns
    -------
    list of list
        In the order of the first of each. Where all would be one recipe, each stands alone: there
        would be nothing to compare.
    """
    groups: dict[object, list[Opened | Entrant]] = {}
    for i, one in enumerate(opened):
        groups.setdefault(_recipe(one) or i, []).append(one)
    if len(groups) < 2:
        return [[one] for one in opened]
    kept: list[list[Opened | Entrant]] = []
    for members in groups.values():
        seeds = [one.run.info.seed for one in members if isinstance(one, Opened) and one.run]
        alone = len(set(seeds)) < len(seeds)
        kept += [[one] for one in members] if alone else [members]
    return kept


def join_seeds(name: str, members: Sequence[Entrant]) -> Entrant:
    """Make one entrant of the runs of a recipe."""
    return Entrant(
        name,
        [column for member in members for column in member.predictions],
        tuple(member.name for member in members),
        Cost.mean([member.cost for member in members]),
    )


def majority(entrants: Sequence[Entrant], name: str) -> Entrant:
    """Make the baseline: it gives every item the label that is most frequent in the gold."""
    gold = entrants[0].predictions[0]
    label = Counter(item.gold for item in gold).most_common(1)[0][0]
    same = [Prediction(item.id, item.gold, label, None, item.article) for item in gold]
    return Entrant(name, [same])


def read_groups(groups: Mapping[str, Sequence[Candidate]]) -> dict[str, list[Opened | Entrant]]:
    """Open the runs of named groups.

    Raises
    ------
    StanceError
        If one cannot be opened, or a group has fewer than two.
    """
    opened = {}
    for name, members in groups.items():
        if len(members) < 2:
            raise StanceError(f"the group {name} has one run only: name two or more seeds")
        opened[name] = open_candidates(members)
    return opened


def _recipe(one: Opened | Entrant) -> object:
    """Return what the seeds of one recipe share; None for what is no run."""
    if isinstance(one, Entrant) or one.run is None:
        return None
    recipe = {name: value for name, value in one.run.recipe.items() if name != "seed"}
    return repr(sorted(recipe.items())), one.run.info.data.fingerprint
