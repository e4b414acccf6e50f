"""Training: hold out, fit, judge, fit again, write."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from stance.classifiers import Classifier, Ensemble, Predictor, make
from stance.codebook import Codebook
from stance.duplicates import digest
from stance.eval import Evaluation, judge, to_predictions, write_predictions
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, DataInfo, Run, RunInfo, SeedInfo, write_run
from stance.runs.predicting import to_scores
from stance.training.card import write_card
from stance.training.data import Data, prepare
from stance.training.journal import Journal, Notes
from stance.training.provenance import (
    fingerprint,
    packages_of,
    place,
    provenance,
    run_name,
    write_json,
)
from stance.training.recipe import Recipe, load_recipe
from stance.training.split import Parts, split
from stance.training.toml import to_toml
from stance.training.unfinished import Unfinished


def train(
    data: Data,
    recipe: str | Path | Recipe = "linear",
    codebook: str | Path | Codebook | None = "posture",
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    *,
    folder: str | Path = "runs",
    resume: bool = False,
    offline: bool = False,
    on_note: Notes | None = None,
) -> Run:
    """Train a classifier on labelled statements, and judge it on a part held out.

    A part of the data is held out, the classifier is fitted on the rest and judged on that part.
    What is saved is, with the recipe's ``refit``, a classifier fitted on all rows; the figures
    and predictions are those of the first one.

    Parameters
    ----------
    data
        Labelled statements, or the files that hold them.
    recipe
        A recipe, its name or its file.
    codebook
        A codebook, its name or its file; ``auto`` or None for the labels of the data.
    overrides
        Replace entries of the recipe, as ``params.c=4``.
    out
        The directory of the run, which must not be there yet. By default one in `folder`, named
        by time, kind and fingerprint.
    folder
        Where runs are kept.
    resume
        Go on with a training of the same data and recipe that was killed, from its last checkpoint.
        The run is the one that it would have been.
    offline
        Refuse to ask the model hub for an encoder.
    on_note
        Is told what happens, a line at a time.

    Returns
    -------
    Run
        The run, as it was written.

    Raises
    ------
    StanceError
        If the recipe, the data or the place to write to is not fit for it. Nothing is left behind.
    """
    started = datetime.now(UTC)
    recipe = _recipe(recipe, overrides)
    rows, book = prepare(data, codebook, recipe.target)
    prior = recipe.prior_for(book)
    decided_by = [recipe.to_record(), book.to_record(), fingerprint(rows)]
    name, target = place(out, Path(folder), run_name(started, recipe.kind, decided_by))
    unfinished = Unfinished(target, recipe.kind, decided_by)
    with write_run(target) as folder:
        journal = Journal(folder / LAYOUT.log, on_note)
        unfinished.begin(journal, resume=resume)
        training = _Training(rows, book, recipe, prior, journal, unfinished, offline)
        parts = training.hold_out()
        fits = training.fit_seeds(parts)
        judged = training.keep(fits)
        evaluation = training.judge(judged.classifier, parts, name)
        everything = range(len(rows))
        fitted = training.fit_again(judged, parts) if recipe.refit else judged.classifier
        fitted.save(folder / LAYOUT.model)
        learnt = everything if recipe.refit else parts.training
        info = RunInfo(
            name=name,
            kind=recipe.kind,
            target=recipe.target,
            seed=recipe.seed,
            prior=prior,
            refitted=recipe.refit,
            seeds=tuple(fit.info for fit in fits) if recipe.seeds > 1 else (),
            labels=book.label_names,
            codebook=book,
            data=_describe(rows, book, parts, training.counts(learnt)),
            **provenance(started, packages_of(recipe.kind)),
        )
        info.write(folder)
        write_json(evaluation.to_record(), folder / LAYOUT.metrics)
        write_predictions(evaluation.predictions, folder / LAYOUT.predictions)
        (folder / LAYOUT.recipe).write_text(to_toml(recipe.to_record()), encoding="utf-8")
        seen = sorted({digest(rows[i].text) for i in learnt})
        (folder / LAYOUT.trained_on).write_text("\n".join(seen) + "\n", encoding="ascii")
        write_card(info, recipe, evaluation, folder / LAYOUT.card)
        journal("written", f"Trained in {info.seconds:.1f} s.")
    unfinished.end()
    return Run.open(target)


@dataclass(frozen=True)
class _Training:
    """The steps of a training run."""

    rows: Sequence[LabelledStatement]
    codebook: Codebook
    recipe: Recipe
    prior: dict[str, float] | None
    journal: Journal
    unfinished: Unfinished
    offline: bool

    @property
    def classes(self) -> tuple[str, ...]:
        by_act = self.recipe.target == "act"
        return self.codebook.act_names if by_act else self.codebook.label_names

    @property
    def targets(self) -> list[str]:
        by_act = self.recipe.target == "act"
        return [(row.act or "") if by_act else row.label for row in self.rows]

    def counts(self, places: Sequence[int]) -> dict[str, int]:
        """Count the targets of some rows, in the codebook's order."""
        targets = self.targets
        found = Counter(targets[i] for i in places)
        return {name: found[name] for name in self.classes}

    def hold_out(self) -> Parts:
        parts = split(
            self.rows,
            test=self.recipe.split.test,
            by=self.recipe.split.by,
            seed=self.recipe.seed,
            strata=self.targets,
        )
        self.journal(
            "split",
            f"{len(self.rows):,} statements: {len(parts.training):,} to train on, "
            f"{len(parts.held_out):,} held out, by {parts.unit}.",
            training=len(parts.training),
            held_out=len(parts.held_out),
            unit=parts.unit,
        )
        for note in parts.notes:
            self.journal("note", f"Note: {note}.")
        return parts

    def fit_seeds(self, parts: Parts) -> list[_Fit]:
        """Fit a classifier of each seed on the training part."""
        fits = []
        first = self.recipe.seed
        for seed in range(first, first + self.recipe.seeds):
            classifier = self._fit(parts.training, parts, "the training part", seed)
            figure = classifier.figure
            judged = self._judge(classifier, parts)
            value = judged.figures["macro_f1"].value or 0.0
            if self.recipe.seeds > 1:
                self.journal(
                    "seed", f"Seed {seed}: macro-F1 on the held-out part {value:.3f}.", seed=seed,
                    macro_f1=value, chosen_by=figure,
                )  # fmt: skip
            fits.append(_Fit(classifier, SeedInfo(seed=seed, macro_f1=value, chosen_by=figure)))
        return fits

    def keep(self, fits: Sequence[_Fit]) -> _Kept:
        """Choose, as the recipe wants it, without a look at the held-out part."""
        if self.recipe.keep == "ensemble" and len(fits) > 1:
            return _Kept(
                Ensemble([fit.classifier for fit in fits]), [fit.info.seed for fit in fits]
            )
        best = max(fits, key=lambda fit: fit.info.chosen_by or 0.0)
        if len(fits) > 1:
            self.journal("kept", f"Seed {best.info.seed} is kept.", seed=best.info.seed)
        return _Kept(best.classifier, [best.info.seed])

    def fit_again(self, kept: _Kept, parts: Parts) -> Predictor:
        """Fit what was kept on all rows."""
        fitted = [self._fit(range(len(self.rows)), parts, "all rows", s) for s in kept.seeds]
        return fitted[0] if len(fitted) == 1 else Ensemble(fitted)

    def judge(self, classifier: Predictor, parts: Parts, name: str) -> Evaluation:
        """Judge what is kept on the held-out part."""
        evaluation = self._judge(classifier, parts, name)
        figure = evaluation.figures["macro_f1"]
        self.journal(
            "judged",
            f"Macro-F1 on the held-out part: {figure.value:.3f}.",
            macro_f1=figure.value,
            baseline=figure.baseline,
        )
        return evaluation

    def _fit(self, places: Sequence[int], parts: Parts, on: str, seed: int) -> Classifier:
        start = time.perf_counter()
        targets = self.targets
        stage = f"{on.replace(' ', '-')}-{seed}"
        params = self.recipe.params_for(self.codebook)
        classifier = make(
            self.recipe.kind, params, inputs=self.recipe.inputs, offline=self.offline
        ).fit(
            [self.rows[i].utterance for i in places],
            [targets[i] for i in places],
            classes=self.classes,
            groups=[parts.groups[i] for i in places],
            seed=seed,
            tell=self.journal,
            checkpoints=self.unfinished.checkpoints(stage),
        )
        seconds = round(time.perf_counter() - start, 2)
        self.journal("fitted", f"Fitted on {on} in {seconds:.1f} s.", on=on, seconds=seconds)
        return classifier

    def _judge(self, classifier: Predictor, parts: Parts, name: str = "") -> Evaluation:
        held_out = [self.rows[i] for i in parts.held_out]
        utterances = [row.utterance for row in held_out]
        scores = to_scores(
            classifier.predict_proba(utterances),
            self.codebook,
            target=self.recipe.target,
            fitted=self.counts(parts.training),
            prior=self.prior,
            too_long=classifier.too_long(utterances),
        )
        labels = self.codebook.label_names
        return judge(
            to_predictions(held_out, labels, scores.labels),
            labels,
            baseline=self.prior or Counter(self.rows[i].label for i in parts.training),
            baseline_is="the majority label and the proportions of the "
            + ("prior" if self.prior else "training part"),
            run=name,
            data="the part held out in training",
            notes=[*parts.notes, *scores.cautions],
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """A classifier of one seed, and how it did."""

    classifier: Classifier
    info: SeedInfo


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of several seeds."""

    classifier: Predictor
    seeds: Sequence[int]


def _recipe(recipe: str | Path | Recipe, overrides: Sequence[str]) -> Recipe:
    if not isinstance(recipe, Recipe):
        return load_recipe(recipe, overrides)
    return recipe.override(overrides) if overrides else recipe


def _describe(
    rows: Sequence[LabelledStatement], book: Codebook, parts: Parts, fitted: dict[str, int]
) -> DataInfo:
    def by_label(places: Sequence[int]) -> dict[str, int]:
        found = Counter(rows[i].label for i in places)
        return {label: found[label] for label in book.label_names}

    return DataInfo(
        fingerprint=fingerprint(rows),
        rows=len(rows),
        articles=len({row.article for row in rows} - {None}),
        disputes=len({row.dispute for row in rows} - {None}),
        labels=by_label(range(len(rows))),
        fitted=fitted,
        training=by_label(parts.training),
        held_out=by_label(parts.held_out),
        unit=parts.unit,
    )
