"""What a tuning searches: entries of a recipe, and the values that are tried."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from stance.errors import StanceError, describe_invalid
from stance.training import recipe_files

if TYPE_CHECKING:
    from optuna import Trial

_SHIPPED: Final = "stance.training.spaces"
_DIGITS: Final = 3
"""Significant digits of the numbers that are tried."""


class Range(BaseModel):
    """Numbers between two others, which are among them.

    Attributes
    ----------
    low, high
        Whole numbers only where both are.
    log
        Whether what is tried is spread by factors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: int | float
    high: int | float
    log: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.low >= self.high:
            raise ValueError(f"low is {self.low} and high is {self.high}: low must be lower")
        if self.log and self.low <= 0:
            raise ValueError("with log, low must be above 0")
        return self


Space = Mapping[str, Range | list[Any]]
_SPACE: Final = TypeAdapter(dict[str, Range | Annotated[list[Any], Field(min_length=1)]])


def load_space(name: str | Path) -> Space:
    """Load the space that ships for a kind, or one from a TOML file.

    Raises
    ------
    StanceError
        If there is no such space, or it is not of the form.
    """
    record = recipe_files.read_recipe(name, _SHIPPED, what="search space")
    try:
        space = _SPACE.validate_python(record)
    except ValidationError as error:
        raise StanceError(
            f"the search space {name} is not valid:\n{describe_invalid(error)}"
        ) from error
    if not space:
        raise StanceError(f"the search space {name} is empty: there is nothing to try")
    return space


def suggest(space: Space, trial: Trial) -> list[str]:
    """Draw a value for each entry; return them as overrides of a recipe."""
    return overrides_of(space, {name: _draw(name, each, trial) for name, each in space.items()})


def overrides_of(space: Space, drawn: Mapping[str, Any]) -> list[str]:
    """Return what was drawn as overrides of a recipe."""
    return [f"{name}={value}" for name, value in as_tried(space, drawn).items()]


def as_tried(space: Space, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was drawn, numbers with as many digits as a reader wants in a recipe."""
    return {name: _rounded(value, space[name]) for name, value in drawn.items()}


def _draw(name: str, values: Range | list[Any], trial: Trial) -> Any:
    """Return a value; one of a list as TOML, which for what stands in lists is JSON."""
    if isinstance(values, list):
        # Lists are no choices that a study can keep; their text is.
        return trial.suggest_categorical(name, [json.dumps(value) for value in values])
    if isinstance(values.low, int) and isinstance(values.high, int):
        return trial.suggest_int(name, values.low, values.high, log=values.log)
    return trial.suggest_float(name, values.low, values.high, log=values.log)


def _rounded(drawn: Any, values: Range | list[Any]) -> Any:
    if not isinstance(drawn, float) or isinstance(values, list):
        return drawn
    return min(max(float(f"{drawn:.{_DIGITS}g}"), values.low), values.high)
