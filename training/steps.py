"""The steps of a training run: hold out, fit, choose, judge."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stance.classifiers import Classifier, Ensemble, Predictor, make
from stance.classifiers.protocol import silent
from stance.codebook import Codebook
from stance.eval import Evaluation, judge, to_predictions
from stance.labelled import LabelledStatement
from stance.runs import SeedInfo
from stance.runs.predicting import to_scores
from stance.training.journal import Journal
from stance.training.recipe import Recipe
from stance.training.split import Parts, split
from stance.training.unfinished import Unfinished


@dataclass(frozen=True, slots=True)
class Fit:
    """A classifier of one seed, and how it did."""

    classifier: Classifier
    info: SeedInfo


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of several seeds."""

    classifier: Predictor
    seeds: Sequence[int]


@dataclass(frozen=True)
class Training:
    """The steps of a training run.

    Attributes
    ----------
    rows, codebook
        The data, and what they are labelled by.
    recipe, prior
        How it is trained, and the proportions of labels that are expected.
    journal
        Is told what happens.
    unfinished
        Where checkpoints are kept.
    offline
        Refuse to ask the model hub.
    """

    rows: Sequence[LabelledStatement]
    codebook: Codebook
    recipe: Recipe
    prior: dict[str, float] | None
    journal: Journal
    unfinished: Unfinished
    offline: bool

    @property
    def classes(self) -> tuple[str, ...]:
        """What is predicted, in the codebook's order."""
        by_act = self.recipe.target == "act"
        return self.codebook.act_names if by_act else self.codebook.label_names

    @property
    def targets(self) -> list[str]:
        """What each row is to be predicted as."""
        by_act = self.recipe.target == "act"
        return [(row.act or "") if by_act else row.label for row in self.rows]

    def counts(self, places: Sequence[int]) -> dict[str, int]:
        """Count the targets of some rows, in the codebook's order."""
        targets = self.targets
        found = Counter(targets[i] for i in places)
        return {name: found[name] for name in self.classes}

    def hold_out(self) -> Parts:
        """Divide the rows."""
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

    def fit_seeds(self, parts: Parts) -> list[Fit]:
        """Fit a classifier of each seed on the training part."""
        fits = []
        first = self.recipe.seed
        for seed in range(first, first + self.recipe.seeds):
            classifier = self.fit(parts.training, parts, "the training part", seed)
            figure = classifier.figure
            value = self.macro_f1(classifier, parts)
            if self.recipe.seeds > 1:
                self.journal(
                    "seed", f"Seed {seed}: macro-F1 on the held-out part {value:.3f}.", seed=seed,
                    macro_f1=value, chosen_by=figure,
                )  # fmt: skip
            fits.append(Fit(classifier, SeedInfo(seed=seed, macro_f1=value, chosen_by=figure)))
        return fits

    def keep(self, fits: Sequence[Fit]) -> Kept:
        """Choose, as the recipe wants it, without a look at the held-out part."""
        if self.recipe.keep == "ensemble" and len(fits) > 1:
            return Kept(Ensemble([fit.classifier for fit in fits]), [fit.info.seed for fit in fits])
        best = max(fits, key=lambda fit: fit.info.chosen_by or 0.0)
        if len(fits) > 1:
            self.journal("kept", f"Seed {best.info.seed} is kept.", seed=best.info.seed)
        return Kept(best.classifier, [best.info.seed])

    def fit_again(self, kept: Kept, parts: Parts) -> Predictor:
        """Fit what was kept on all rows."""
        fitted = [self.fit(range(len(self.rows)), parts, "all rows", s) for s in kept.seeds]
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

    def fit(
        self, places: Sequence[int], parts: Parts, on: str, seed: int, *, told: bool = True
    ) -> Classifier:
        """Fit a classifier on some of the rows.

        Parameters
        ----------
        places
            The rows.
        parts
            Tells their groups.
        on
            Names the rows.
        seed
            Of the classifier.
        told
            Whether the journal hears of it, and checkpoints are kept; else it is one of many.
        """
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
            tell=self.journal if told else silent,
            checkpoints=self.unfinished.checkpoints(stage) if told else None,
        )
        if not told:
            return classifier
        seconds = round(time.perf_counter() - start, 2)
        self.journal("fitted", f"Fitted on {on} in {seconds:.1f} s.", on=on, seconds=seconds)
        return classifier

    def macro_f1(self, classifier: Predictor, parts: Parts) -> float:
        """Return its macro-F1 on the held-out part."""
        return self._judge(classifier, parts).figures["macro_f1"].value or 0.0

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
            values=self.codebook.values,
            run=name,
            data="the part held out in training",
            notes=[*parts.notes, *scores.cautions],
        )
