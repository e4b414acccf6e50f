"""From runs or predictions to a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError
from stance.eval.bootstrap import RESAMPLES
from stance.eval.clusters import ARTICLE
from stance.eval.comparison import gathering
from stance.eval.comparison.assembling import compare_entrants
from stance.eval.comparison.changes import check_slices
from stance.eval.comparison.comparison import Comparison
from stance.eval.comparison.gathering import Candidate
from stance.eval.comparison.systems import Entrant
from stance.eval.provenance import run_fingerprint
from stance.labelled import LabelledStatement, read_labelled

Data = Sequence[LabelledStatement] | str | Path | Sequence[str | Path]


def compare(
    *candidates: Candidate,
    data: Data | None = None,
    groups: Mapping[str, Sequence[Candidate]] | None = None,
    separately: bool = False,
    codebook: Codebook | str | Path | None = None,
    slices: Sequence[str] = (),
    rank: bool = False,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Compare runs or predictions on the same items; the first is what the others are held against.

    Parameters
    ----------
    candidates
        Runs, their directories, files of predictions (see `stance.eval.read_predictions`), or
        `Entrant` objects.
    data
        Labelled statements, or the files that hold them. The runs predict them; those that any of
        the runs was trained on are left out for all. Without, the runs' predictions for the part
        held out in their training are taken.
    groups
        Runs that are the seeds of one recipe, by the name of the group. Runs among the candidates
        whose recipes differ in the seed only are a group by themselves.
    separately
        Compare each run for itself, even where some are seeds of one recipe.
    codebook
        Gives labels their order and values. By default that of the runs.
    slices
        Columns of the data by which changes are counted.
    rank
        Put them in order too, with the majority baseline among them.
    cluster
        The column whose items are resampled and swapped together: ``article``, ``speaker``, or any
        other of the data or of a file of predictions. Items without a value stand for themselves.
    resamples, seed
        Of the bootstrap, and of the randomisation test.

    Raises
    ------
    StanceError
        If they are fewer than two, not about the same items with the same gold, or no item has the
        column `cluster`.
    """
    check_slices(slices, known=data is not None)
    opened = gathering.open_candidates(candidates)
    named = gathering.read_groups(groups or {})
    everyone = [*opened, *(one for members in named.values() for one in members)]
    theirs = gathering.shared_codebook(everyone)
    if codebook is None:
        codebook = theirs
    elif not isinstance(codebook, Codebook):
        codebook = load_codebook(codebook)
    statements, described = (None, "") if data is None else _read(data, codebook)
    notes: list[str] = []
    unseen = None
    if statements is not None:
        unseen, notes = gathering.unseen_by_all(everyone, statements)
    left_out = frozenset(row.id for row in statements or ()) - {row.id for row in unseen or ()}
    gathered = [[one] for one in opened] if separately else gathering.seeds_of_recipes(opened)
    entrants = []
    for members in gathered:
        ready = [gathering.to_entrant(one, unseen, left_out) for one in members]
        entrants += ready if len(ready) == 1 else [gathering.join_seeds(_call(ready), ready)]
    for name, members in named.items():
        ready = [gathering.to_entrant(one, unseen, left_out) for one in members]
        entrants.append(gathering.join_seeds(name, ready))
    if len(entrants) < 2:
        raise StanceError("there is nothing to compare with: name two runs or more")
    return compare_entrants(
        entrants,
        data=described or _held_out(everyone),
        labels=codebook.label_names if codebook else None,
        values=codebook.values if codebook else None,
        statements=unseen or (),
        slices=slices,
        rank=rank,
        notes=notes,
        cluster=cluster,
        runs={
            one.name: known
            for one in everyone
            if isinstance(one, gathering.Opened) and one.run and (known := run_fingerprint(one.run))
        },
        resamples=resamples,
        seed=seed,
    )


def _read(data: Data, codebook: Codebook | None) -> tuple[list[LabelledStatement], str]:
    """Return labelled statements, and what to call them."""
    if isinstance(data, (str, Path)):
        data = [data]
    rows = [item for item in data if isinstance(item, LabelledStatement)]
    paths = [item for item in data if not isinstance(item, LabelledStatement)]
    if not paths:
        return rows, f"{len(rows):,} statements"
    return rows + read_labelled(paths, codebook), ", ".join(map(str, paths))


def _held_out(opened: Sequence[gathering.Opened | Entrant]) -> str:
    runs = [one for one in opened if isinstance(one, gathering.Opened) and one.run]
    return "the part held out in training" if runs else "the items of the predictions"


def _call(members: Sequence[Entrant]) -> str:
    return f"{members[0].name} and {len(members) - 1} more seed{'s' * (len(members) > 2)}"
