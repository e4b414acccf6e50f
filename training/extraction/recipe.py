"""The recipe of a tagger: the whole of a training run, in one TOML file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stance.errors import StanceError, describe_invalid
from stance.training import recipe_files

_SHIPPED: Final = "stance.training.extraction.recipes"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ArticleSplit(_Entry):
    """What share of the articles is held out to judge by, and to choose by."""

    test: float = Field(default=0.15, gt=0, le=0.8)
    dev: float = Field(default=0.1, gt=0, le=0.5)

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.test + self.dev > 0.9:
            raise ValueError("test and dev leave less than a tenth of the articles to train on")
        return self


class TaggerParameters(_Entry):
    """Hyper-parameters of a tagger; the recipe that ships explains each."""

    window: int = Field(default=254, ge=16, le=8192)
    training_overlap: int = Field(default=64, ge=0)
    overlap: int = Field(default=128, ge=0)
    width: int = Field(default=192, ge=8, le=4096)
    layers: int = Field(default=1, ge=1, le=12)
    reach: int = Field(default=128, ge=8, le=4096)
    epochs: int = Field(default=6, ge=1, le=1000)
    batch: int = Field(default=12, ge=1, le=4096)
    rate: float = Field(default=2e-4, gt=0, lt=1)
    head_rate: float = Field(default=1e-3, gt=0, lt=1)
    warm_up: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0, lt=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    switch: float = Field(default=2.0, ge=0)
    precision: Literal["float32", "bfloat16"] = "float32"

    @model_validator(mode="after")
    def _windows_move_on(self) -> Self:
        for name in ("overlap", "training_overlap"):
            if getattr(self, name) > self.window // 2 + 1:
                raise ValueError(
                    f"{name} is over half of a window: every token would be read twice"
                )
        return self


class TaggerRecipe(_Entry):
    """The whole of an extractor's training.

    Attributes
    ----------
    kind
        ``tagger``.
    encoder
        What to begin with; see `stance.encoders.locate`.
    seed
        Of the split and of the training.
    split
        What is held out.
    params
        The hyper-parameters.
    """

    kind: Literal["tagger"] = "tagger"
    encoder: str = "minilm"
    seed: int = Field(default=1, ge=0, lt=2**32)
    split: ArticleSplit = ArticleSplit()
    params: TaggerParameters = TaggerParameters()

    def to_record(self) -> dict[str, Any]:
        """Return the recipe, fully resolved, as plain data."""
        return self.model_dump(mode="json")


def load_tagger_recipe(name: str | Path = "tagger", overrides: Sequence[str] = ()) -> TaggerRecipe:
    """Load the recipe that ships, or one from a TOML file.

    Parameters
    ----------
    name
        ``tagger``, or the path of a TOML file.
    overrides
        Entries that replace the recipe's, as in ``params.epochs=3``.

    Raises
    ------
    StanceError
        If there is no such recipe, an override or the file is not of the form, or an entry is
        unknown or wrong.
    """
    record = recipe_files.read_recipe(name, _SHIPPED, overrides)
    known = set(TaggerRecipe.model_fields)
    known |= {f"split.{entry}" for entry in ArticleSplit.model_fields}
    known |= {f"params.{entry}" for entry in TaggerParameters.model_fields}
    recipe_files.refuse_unknown(record, known, ["split", "params"], "recipe of kind tagger")
    try:
        return TaggerRecipe.model_validate(record)
    except ValidationError as error:
        raise StanceError(f"the recipe {name} is not valid:\n{describe_invalid(error)}") from error
