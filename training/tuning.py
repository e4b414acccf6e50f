"""Tuning: search a recipe's space by grouped cross-validation, and train the best."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stance.classifiers.folds import folds as cut_folds
from stance.classifiers.targets import encode_targets
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.extras import require
from stance.rows import write_rows
from stance.runs import LAYOUT, Run
from stance.training.data import Data, prepare
from stance.training.journal import Journal, Notes
from stance.training.provenance import fingerprint, place, run_name
from stance.training.recipe import Recipe, resolve_recipe
from stance.training.space import Space, as_tried, load_space, overrides_of, suggest
from stance.training.split import Parts
from stance.training.steps import Training
from stance.training.trainer import train
from stance.training.unfinished import Unfinished

if TYPE_CHECKING:
    from optuna import Study, Trial
    from optuna.trial import FrozenTrial

_STUDY: Final = "study.jsonl"
_FIRST: Final = 5
"""Trials that are drawn at random, and run to their end, before others are judged by them."""


def tune(
    data: Data,
    recipe: str | Path | Recipe = "linear",
    codebook: str | Path | Codebook | None = "posture",
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    *,
    space: str | Path | None = None,
    trials: int = 20,
    folds: int = 5,
    folder: str | Path = "runs",
    resume: bool = False,
    offline: bool = False,
    on_note: Notes | None = None,
) -> Run:
    """Search for the best entries of a recipe, and train with them.

    What is held out of the data stays out of the search: each trial is judged by cross-validation
    within the training part, in folds that keep groups whole. Trials are drawn by a tree-structured
    Parzen estimator (J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, NIPS 2011); one that is worse
    after some folds than the median of those before it is given up.

    Parameters
    ----------
    data, recipe, codebook, overrides, out, folder, offline, on_note
        As of `stance.training.train`.
    space
        What is searched: a TOML file, or the kind whose space ships; by default the recipe's.
    trials
        How many are tried.
    folds
        How many.
    resume
        Go on with a search over the same data, recipe and space that was killed.

    Returns
    -------
    Run
        Trained with the best; its ``trials.csv`` holds all that were tried.

    Raises
    ------
    StanceError
        If optuna is missing, there is nothing to search, or the data are not fit for it.
    """
    require("tune")
    recipe = resolve_recipe(recipe, overrides)
    rows, book = prepare(data, codebook, recipe.target)
    searched = load_space(space or recipe.kind)
    started = datetime.now(UTC)
    decided_by = [recipe.to_record(), book.to_record(), fingerprint(rows)]
    named = run_name(started, recipe.kind, decided_by)
    _, target = place(out, Path(folder), named)
    if target.exists():
        raise StanceError(f"{target} is there already: name another place, or remove it")
    search = [folds, {name: _plain(values) for name, values in searched.items()}]
    unfinished = Unfinished(target, f"tuning-{recipe.kind}", [*decided_by, *search])
    journal = Journal(None, on_note)
    unfinished.begin(journal, resume=resume)
    prior = recipe.prior_for(book)
    training = Training(rows, book, recipe, prior, journal, unfinished, offline)
    search_in = _Search(training, training.hold_out(), searched, folds)
    with unfinished.noted():
        study = search_in.run(unfinished.folder, trials)
        chosen = overrides_of(searched, study.best_params)
        journal(
            "tuned",
            f"The best of {len(study.trials)} trials: {', '.join(chosen)}; "
            f"macro-F1 {study.best_value:.3f} in {folds} folds of the training part.",
        )
        best = recipe.override(chosen)
        run = train(rows, best, book, out=target, resume=resume, offline=offline, on_note=on_note)
    tried = (_row(trial, searched) for trial in study.trials)
    write_rows(tried, run.path / LAYOUT.trials, "csv")
    unfinished.end()
    return run


@dataclass(frozen=True)
class _Search:
    """Trials, judged by cross-validation within the training part."""

    training: Training
    parts: Parts
    space: Space
    folds: int

    def run(self, folder: Path, trials: int) -> Study:
        """Try, until so many trials have come to an end."""
        import optuna
        from optuna.storages.journal import JournalFileBackend

        folder.mkdir(parents=True, exist_ok=True)
        with _quiet():
            storage = optuna.storages.JournalStorage(JournalFileBackend(str(folder / _STUDY)))
            study = optuna.create_study(
                study_name="stance",
                storage=storage,
                load_if_exists=True,
                direction="maximize",
                pruner=optuna.pruners.MedianPruner(_FIRST, n_warmup_steps=1),
            )
            ends = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
            done = study.get_trials(deepcopy=False, states=ends)
            # A search that goes on draws other trials than those it has.
            seed = self.training.recipe.seed + len(study.trials)
            study.sampler = optuna.samplers.TPESampler(n_startup_trials=_FIRST, seed=seed)
            study.optimize(self._judge, n_trials=max(0, trials - len(done)))
        return study

    def _judge(self, trial: Trial) -> float:
        """Return the mean macro-F1 over the folds."""
        import optuna

        overrides = suggest(self.space, trial)
        training = replace(self.training, recipe=self.training.recipe.override(overrides))
        values: list[float] = []
        for parts in self._cut():
            fitted = training.fit(
                parts.training, parts, f"fold {len(values) + 1}", training.recipe.seed, told=False
            )
            values.append(training.macro_f1(fitted, parts))
            trial.report(float(np.mean(values)), step=len(values))
            if len(values) < self.folds and trial.should_prune():
                self._tell(trial, overrides, values, "given up")
                raise optuna.TrialPruned
        self._tell(trial, overrides, values, "done")
        return float(np.mean(values))

    def _tell(
        self, trial: Trial, overrides: Sequence[str], values: Sequence[float], how: str
    ) -> None:
        self.training.journal(
            "trial",
            f"Trial {trial.number + 1}: {', '.join(overrides)}: macro-F1 {np.mean(values):.3f}, "
            f"{how} after {len(values)} folds.",
        )

    def _cut(self) -> Iterator[Parts]:
        inside = np.array(self.parts.training)
        targets = self.training.targets
        _, y = encode_targets([targets[i] for i in inside], self.training.classes)
        groups = [self.parts.groups[i] for i in inside]
        found = 0
        for learnt, judged in cut_folds(y, groups, self.folds, self.training.recipe.seed):
            found += 1
            yield replace(
                self.parts,
                training=tuple(inside[learnt].tolist()),
                held_out=tuple(inside[judged].tolist()),
            )
        if not found:
            raise StanceError(
                f"the training part cannot be cut into {self.folds} folds that keep groups whole and "
                "have every label: bring more data, or split by less with split.by=article or "
                "split.by=none"
            )


def _row(trial: FrozenTrial, space: Space) -> dict[str, Any]:
    values = trial.intermediate_values
    return {
        "trial": trial.number + 1,
        "macro_f1": values[max(values)] if values else None,
        "folds": len(values),
        **as_tried(space, trial.params),
    }


def _plain(values: Any) -> Any:
    return values if isinstance(values, list) else values.model_dump()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep optuna's own log off the screen."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        optuna.logging.set_verbosity(before)
