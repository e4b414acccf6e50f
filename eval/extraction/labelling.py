"""What the labels of statements that were found are judged on, and which figures they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

# In the order in which they are shown, with what a reader is told of each.
LABEL_MATCHES: Final[Mapping[str, str]] = {
    "labelled": "and the label",
    "joint": "and both",
}


class Stage(NamedTuple):
    """A row of the table of what each stage costs.

    Attributes
    ----------
    name, figure, source
        Which stage, what is measured, and what goes into it, in words.
    found, given, loss, cost
        The names of its figures: on what was found, given the gold's of the stages before, the
        difference of the two; and what it takes from the joint F1. None where there is no such.
    """

    name: str
    figure: str
    source: str
    found: str
    given: str | None
    loss: str | None
    cost: str | None


STAGES: Final = (
    Stage("statements", "F1", "the text", "partial_f1", None, None, "cost_statements"),
    Stage(
        "speaker", "share right", "cue and source",
        "speaker", "speaker_given_gold", "speaker_loss", "cost_speaker",
    ),
    Stage(
        "label", "accuracy", "words, cue, kind",
        "label_accuracy", "label_accuracy_given_gold", "label_accuracy_loss", "cost_label",
    ),
    Stage(
        "label", "macro-F1", "words, cue, kind",
        "label_macro_f1", "label_macro_f1_given_gold", "label_macro_f1_loss", None,
    ),
    Stage("all", "joint F1", "the text", "joint_f1", "joint_given_gold", "cost_statements", "cost_all"),
)  # fmt: skip
"""The way from the text to the label, and the whole of it."""

_OF_MATCHED: Final = ("label_accuracy", "label_macro_f1")
LABEL_FIGURES: Final[Mapping[str, str]] = {
    **{
        f"{match}_{side}": "predicted" if side == "precision" else "judged"
        for match in LABEL_MATCHES
        for side in ("precision", "recall", "f1")
    },
    **{f"{name}{of}": "matched" for name in _OF_MATCHED for of in ("", "_given_gold", "_loss")},
    **{f"{name}_of_gold": "judged" for name in _OF_MATCHED},
    **dict.fromkeys(("speaker_given_gold", "speaker_loss", "speaker_of_gold"), ""),
    "joint_given_gold": "judged",
    **{f"cost_{what}": "judged" for what in ("statements", "speaker", "label", "all")},
}
"""The names of the figures of labels and stages, and which count of `Labelling` they are shares of."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """What the labels were judged on.

    Attributes
    ----------
    run
        The run that labelled, or None where what was found came with labels.
    labels
        All labels, in the codebook's order where that is known.
    judged, predicted, matched
        How many statements of the gold are judged by their labels, how many were found in their
        place or falsely, and how many are partial matches.
    unlabelled, trained_on
        How many statements of the gold have no label, and how many had words that were in the run's
        training data: neither are judged.
    undecided
        How many of the matched were given no label: they are not right.
    """

    run: str | None
    labels: tuple[str, ...]
    judged: int
    predicted: int
    matched: int
    unlabelled: int
    trained_on: int
    undecided: int
