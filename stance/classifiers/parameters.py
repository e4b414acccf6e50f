"""The hyper-parameters of each kind, and what a classifier may read of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Input = Literal["text", "cue", "kind", "speaker", "context"]
INPUTS: Final[tuple[str, ...]] = get_args(Input)

Lengths = tuple[Annotated[int, Field(ge=1, le=10)], Annotated[int, Field(ge=1, le=10)]]


class Parameters(BaseModel):
    """What all kinds' hyper-parameters have in common: unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class BaselineParameters(Parameters):
    """The baseline has none."""


class LinearParameters(Parameters):
    """Hyper-parameters of `stance.classifiers.linear.LinearClassifier`.

    Attributes
    ----------
    c
        Inverse strength of the L2 penalty: more fits the training data more closely.
    balanced
        Whether rare classes weigh as much as frequent ones.
    words, characters
        Shortest and longest n-grams, in words, and in characters within words.
    min_words, min_characters
        N-grams in fewer training texts are left out. Where the data are small, no more than
        one text in a hundred is asked for.
    calibration_folds
        Folds by which the temperature is found; 0 leaves the probabilities as they are.
    """

    c: float = Field(default=10.0, gt=0)
    balanced: bool = True
    words: Lengths = (1, 2)
    characters: Lengths = (3, 5)
    min_words: int = Field(default=2, ge=1)
    min_characters: int = Field(default=3, ge=1)
    calibration_folds: int = Field(default=5, ge=0, le=50)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name, (shortest, longest) in (("words", self.words), ("characters", self.characters)):
            if shortest > longest:
                raise ValueError(f"{name} = [{shortest}, {longest}]: the shorter one comes first")
        if self.calibration_folds == 1:
            raise ValueError("calibration_folds is 1; it takes 2 or more, or 0 for none")
        return self


PARAMETERS: Final[Mapping[str, type[Parameters]]] = {
    "baseline": BaselineParameters,
    "linear": LinearParameters,
}
KINDS: Final[tuple[str, ...]] = tuple(PARAMETERS)
