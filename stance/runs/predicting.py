"""From a classifier's probabilities to a run's: another prior, and acts rolled up into labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Scores:
    """What a run makes of utterances.

    Attributes
    ----------
    labels
        The probability of each label in the codebook's order, shape (utterances, labels).
    acts
        The probability of each act, shape (utterances, acts); None where the run knows labels
        only. The acts of a label sum to the label.
    too_long
        How many of the utterances were not read to their end.
    """

    labels: NDArray[np.float64]
    acts: NDArray[np.float64] | None = None
    too_long: int = 0

    @property
    def cautions(self) -> list[str]:
        """What is to be known of them, in words."""
        return [caution_of_length(self.too_long)] if self.too_long else []


def caution_of_length(number: int) -> str:
    """Say how many statements were not read to their end."""
    return f"{number:,} statements are longer than the classifier reads and lost their ends"


def to_scores(
    probabilities: NDArray[np.float64],
    codebook: Codebook,
    *,
    target: str,
    fitted: Mapping[str, int],
    prior: Mapping[str, float] | None,
    too_long: int = 0,
) -> Scores:
    """Turn a classifier's probabilities into scores.

    Parameters
    ----------
    probabilities
        Shape (utterances, targets).
    codebook
        Gives the order, and each act's label.
    target
        ``label`` or ``act``: what the columns are.
    fitted
        Rows by target that the classifier was fitted on.
    prior
        The proportions of labels to re-weight to, or None.
    too_long
        How many of the utterances were not read to their end.
    """
    columns = codebook.act_names if target == "act" else codebook.label_names
    label_of = [codebook.roll_up[name] if target == "act" else name for name in columns]
    if prior is not None:
        probabilities = reweight(probabilities, label_of, [fitted[name] for name in columns], prior)
    if target == "label":
        return Scores(probabilities, too_long=too_long)
    membership = np.array([[act == name for name in codebook.label_names] for act in label_of])
    return Scores(probabilities @ membership.astype(np.float64), probabilities, too_long)


def reweight(
    probabilities: NDArray[np.float64],
    label_of: Sequence[str],
    fitted: Sequence[int],
    prior: Mapping[str, float],
) -> NDArray[np.float64]:
    """Re-weight probabilities to other proportions of labels than those of the training data.

    After M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to
    new a priori probabilities", Neural Computation 14 (2002), equation 2.4: each probability is
    multiplied by new over old proportion, and the row made to sum to 1. The acts of a label all
    take the label's weight.

    Parameters
    ----------
    probabilities
        Shape (utterances, targets).
    label_of
        The label of each column.
    fitted
        Training rows of each column's target.
    prior
        The new proportion of each label.
    """
    known = np.array(fitted, dtype=np.float64)
    weights = weights_of(label_of, fitted, prior)
    weighted = probabilities * weights
    total = weighted.sum(axis=1, keepdims=True)
    # Where the prior rules out all that the classifier thinks possible, the prior speaks alone.
    fallback = weights * known / (weights * known).sum()
    return np.asarray(
        np.where(total > 0, weighted / np.where(total > 0, total, 1.0), fallback), dtype=np.float64
    )


def weights_of(
    label_of: Sequence[str], fitted: Sequence[int], prior: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return what each column is multiplied by in `reweight`: new over old proportion of its label."""
    known = np.array(fitted, dtype=np.float64)
    old: dict[str, float] = dict.fromkeys(label_of, 0.0)
    for label, share in zip(label_of, known / known.sum(), strict=True):
        old[label] += float(share)
    # A label without training rows has probability 0, which no weight can change.
    return np.array([prior[label] / old[label] if old[label] else 0.0 for label in label_of])
