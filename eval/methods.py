"""How each figure of an evaluation is made, and where it comes from; in the order of `FIGURES`."""

from __future__ import annotations

from typing import Final, NamedTuple


class Method(NamedTuple):
    """How figures are made.

    Attributes
    ----------
    title, text
        What a reader is told, with the source.
    about
        The figures that it is about.
    """

    title: str
    text: str
    about: tuple[str, ...]


METHODS: Final = (
    Method(
        "Precision, recall, F1",
        "Precision is the share of what is given a label that has it; recall the share of what has "
        "it that is given it; F1 their harmonic mean. A macro figure is the mean over the labels, "
        "a weighted one counts each label by its frequency. Labels that are neither gold nor "
        "predicted count for none; macro-F1 is the mean of the labels’ F1.",
        ("macro_f1", "macro_precision", "macro_recall", "weighted_f1"),
    ),
    Method(
        "Accuracy",
        "The share of items whose predicted label is the gold one. For one label an item "
        "micro-averaged precision, recall and F1 are the same number. Balanced accuracy is the mean "
        "of the recalls of the labels that are in the gold.",
        ("accuracy", "balanced_accuracy"),
    ),
    Method(
        "Matthews correlation",
        "The correlation of gold and predicted labels, for several labels: 1 where all are right, 0 "
        "for what chance would reach. J. Gorodkin, Computational Biology and Chemistry 28, 2004.",
        ("mcc",),
    ),
    Method(
        "Agreement beyond chance",
        "Cohen’s kappa (Educational and Psychological Measurement 20, 1960) and Krippendorff’s "
        "alpha, nominal (Content Analysis, 2018), of the predictions with the gold, as if they were "
        "two coders.",
        ("kappa", "alpha"),
    ),
    Method(
        "Error of the value; taken for the opposite",
        "The mean distance between the values of the gold and the predicted label; and the share of "
        "items whose predicted value has the other sign.",
        ("posture_error", "sign_flips"),
    ),
    Method(
        "AUROC, average precision",
        "How well the probability of a label puts its items before the others: the chance that an "
        "item that has it stands before one that has not (J. Hanley and B. McNeil, Radiology 143, "
        "1982); and the mean precision over the places of those that have it. Overall: the mean of "
        "the labels.",
        ("auroc", "average_precision"),
    ),
    Method(
        "Log loss, Brier score",
        "The mean of −log of the gold label’s probability; and of the summed squares of what all "
        "probabilities lack (G. Brier, Monthly Weather Review 78, 1950).",
        ("log_loss", "brier"),
    ),
    Method(
        "Calibration error",
        "How far the probability of the predicted label is from the share that is right, in ten "
        "bins of equal width, weighted by their items (M. Naeini, G. Cooper and M. Hauskrecht, AAAI "
        "2015); and the same for every label’s probability (M. Kull et al., NeurIPS 2019). Small "
        "samples make it larger than it is.",
        ("calibration_error", "classwise_calibration_error"),
    ),
)
"""Shown where one of its figures is known."""
