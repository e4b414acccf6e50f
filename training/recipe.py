"""Recipes: the whole of a training run, in one TOML file."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    field_validator,
    model_validator,
)

from stance.classifiers import KINDS, PARAMETERS, Input, Parameters
from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError, describe_invalid


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Split(_Entry):
    """What is held out: which share of the rows, and what is never split apart."""

    test: float = Field(default=0.2, gt=0, le=0.8)
    by: Literal["dispute", "article", "none", "given"] = "dispute"


class Recipe(_Entry):
    """The whole of a training run; the recipes that ship explain each entry.

    Attributes
    ----------
    kind
        The kind of classifier, one of `stance.classifiers.KINDS`.
    target
        What it predicts.
    inputs
        What it reads of a statement.
    prior
        The proportions of labels that probabilities are re-weighted to.
    refit
        Whether it is fitted on all rows once it has been judged.
    seed
        Of the split and the classifier.
    split
        What is held out.
    params
        The kind's hyper-parameters.
    """

    kind: str
    target: Literal["label", "act"] = "label"
    inputs: Annotated[tuple[Input, ...], Field(min_length=1)] = ("text", "cue", "kind")
    prior: Literal["data", "uniform"] | dict[str, Annotated[float, Field(ge=0, le=1)]] = "data"
    refit: bool = True
    seed: int = Field(default=1, ge=0, lt=2**32)
    split: Split = Split()
    params: SerializeAsAny[Parameters] = Field(default=Parameters(), validate_default=True)

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"no kind of classifier {kind!r}; there are {', '.join(KINDS)}")
        return kind

    @field_validator("inputs")
    @classmethod
    def _each_once(cls, inputs: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(inputs)) < len(inputs):
            raise ValueError("an input stands twice")
        return inputs

    @model_validator(mode="before")
    @classmethod
    def _params_of_the_kind(cls, record: Any) -> Any:
        """Read the hyper-parameters as those of the recipe's kind."""
        if not isinstance(record, Mapping) or record.get("kind") not in PARAMETERS:
            return record
        model = PARAMETERS[record["kind"]]
        params = record.get("params", {})
        try:
            return {**record, "params": model.model_validate(params)}
        except ValidationError as error:
            raise ValueError(f"params\n{describe_invalid(error)}") from error

    @model_validator(mode="after")
    def _prior_sums_to_one(self) -> Self:
        if isinstance(self.prior, dict) and not math.isclose(
            sum(self.prior.values()), 1, abs_tol=1e-6
        ):
            raise ValueError(f"the prior sums to {sum(self.prior.values()):g}; it must sum to 1")
        return self

    def prior_for(self, codebook: Codebook) -> dict[str, float] | None:
        """Return the prior as the proportion of each label; None to leave it as in the data.

        Raises
        ------
        StanceError
            If the prior does not name the codebook's labels.
        """
        labels = codebook.label_names
        match self.prior:
            case "data":
                return None
            case "uniform":
                return dict.fromkeys(labels, 1 / len(labels))
            case _:
                if set(self.prior) != set(labels):
                    raise StanceError(
                        f"the recipe's prior names {', '.join(self.prior)}, and the codebook's "
                        f"labels are {', '.join(labels)}: give each of them a proportion"
                    )
                return {label: self.prior[label] for label in labels}

    def override(self, overrides: Sequence[str]) -> Recipe:
        """Return the recipe with some entries replaced; see `load_recipe`."""
        return _validated(self.to_record(), overrides, "that was given")

    def to_record(self) -> dict[str, Any]:
        """Return the recipe, fully resolved, as plain data."""
        return self.model_dump(mode="json")


def recipe_names() -> list[str]:
    """Name the recipes that ship with the package."""
    folder = resources.files("stance.training.recipes")
    names = (item.name for item in folder.iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def load_recipe(name: str | Path, overrides: Sequence[str] = ()) -> Recipe:
    """Load a recipe that ships, or one from a TOML file.

    Parameters
    ----------
    name
        ``linear``, ``baseline``, or the path of a TOML file.
    overrides
        Entries that replace the recipe's, as in ``params.c=4`` or ``prior.neutral=0.7``: values
        are TOML; what is no TOML is text.

    Raises
    ------
    StanceError
        If there is no such recipe, an override or the file is not of the form, or an entry is
        unknown or wrong.
    """
    return _validated(_read(name), overrides, str(name))


def resolve_codebook(codebook: str | Path | Codebook | None) -> Codebook | None:
    """Return the codebook of that name or file; None for ``auto``, the labels of the data."""
    if codebook is None or isinstance(codebook, Codebook):
        return codebook
    return None if str(codebook) == "auto" else load_codebook(codebook)


def _read(name: str | Path) -> dict[str, Any]:
    if str(name) in recipe_names():
        shipped = resources.files("stance.training.recipes") / f"{name}.toml"
        return tomllib.loads(shipped.read_text(encoding="utf-8"))
    path = Path(name)
    if not path.is_file():
        raise StanceError(
            f"no recipe {str(name)!r}: give a TOML file, or one of {', '.join(recipe_names())}"
        )
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StanceError(f"the recipe {path} is not a TOML file: {error}") from error


def _validated(record: dict[str, Any], overrides: Sequence[str], name: str) -> Recipe:
    for override in overrides:
        _override(record, override)
    _refuse_unknown(record)
    try:
        return Recipe.model_validate(record)
    except ValidationError as error:
        raise StanceError(f"the recipe {name} is not valid:\n{describe_invalid(error)}") from error


def _override(record: dict[str, Any], override: str) -> None:
    """Set one entry of a recipe, making the tables on the way to it."""
    key, sign, text = override.partition("=")
    *tables, last = names = [part.strip() for part in key.split(".")]
    if not sign or not all(names):
        raise StanceError(f"{override!r} overrides nothing: write key=value, as in params.c=4")
    for name in tables:
        if not isinstance(record.get(name), dict):
            record[name] = {}
        record = record[name]
    try:
        record[last] = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        record[last] = text.strip()


def _refuse_unknown(record: Mapping[str, Any]) -> None:
    """Refuse entries that no recipe has, naming the one that is probably meant."""
    kind = str(record.get("kind"))
    known = set(Recipe.model_fields) | {f"split.{name}" for name in Split.model_fields}
    if kind in PARAMETERS:
        known |= {f"params.{name}" for name in PARAMETERS[kind].model_fields}
    given = list(record)
    for table in ("split", "params"):
        if isinstance(record.get(table), Mapping) and (table == "split" or kind in PARAMETERS):
            given += [f"{table}.{name}" for name in record[table]]
    for entry in given:
        if entry not in known:
            near = difflib.get_close_matches(entry, known, n=2, cutoff=0.6)
            raise StanceError(
                f"no recipe{f' of kind {kind}' if kind in PARAMETERS else ''} has an entry {entry!r}: "
                + (
                    f"do you mean {' or '.join(near)}?"
                    if near
                    else f"there are {', '.join(sorted(known))}"
                )
            )
