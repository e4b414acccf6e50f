"""Recipes: the whole of a training run, in one TOML file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

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
from stance.classifiers.parameters import (
    BlendParameters,
    LexiconParameters,
    PromptParameters,
    ZeroShotParameters,
)
from stance.codebook import Codebook, load_codebook
from stance.errors import StanceError, describe_invalid
from stance.training import recipe_files

_SHIPPED: Final = "stance.training.recipes"


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
    abstain
        A statement none of whose labels is as likely as this is left undecided where it is scored.
    refit
        Whether it is fitted on all rows once it has been judged.
    seed
        Of the split and the classifier.
    seeds, keep
        How many classifiers are fitted, of seeds from `seed` on; and what is kept: the one that is
        the best on what it chose by, or the mean of all.
    split
        What is held out.
    params
        The kind's hyper-parameters.
    """

    kind: str
    target: Literal["label", "act"] = "label"
    inputs: Annotated[tuple[Input, ...], Field(min_length=1)] = ("text", "cue", "kind")
    prior: Literal["data", "uniform"] | dict[str, Annotated[float, Field(ge=0, le=1)]] = "data"
    abstain: float = Field(default=0.0, ge=0, lt=1)
    refit: bool = True
    seed: int = Field(default=1, ge=0, lt=2**32)
    seeds: int = Field(default=1, ge=1, le=100)
    keep: Literal["best", "ensemble"] = "best"
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
    def _best_can_be_told(self) -> Self:
        if self.seeds > 1 and self.keep == "best" and not getattr(self.params, "dev", 0):
            raise ValueError(
                "of several seeds the best can only be told by a part to choose by (params.dev, of "
                "kinds that have one): set keep=ensemble"
            )
        return self

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

    def params_for(self, codebook: Codebook) -> Parameters:
        """Return the hyper-parameters, with what the codebook knows where they leave it open."""
        return _completed(self.params, codebook, self.target)

    def override(self, overrides: Sequence[str]) -> Recipe:
        """Return the recipe with some entries replaced; see `load_recipe`."""
        record = self.to_record()
        for override in overrides:
            recipe_files.apply_override(record, override)
        return _validated(record, "that was given")

    def to_record(self) -> dict[str, Any]:
        """Return the recipe, fully resolved, as plain data."""
        return self.model_dump(mode="json")


def _completed(params: Parameters, codebook: Codebook, target: str) -> Parameters:
    targets = codebook.acts if target == "act" else codebook.labels
    match params:
        case PromptParameters() if not params.definitions:
            found = {each.name: each.definition for each in targets if each.definition}
            return params.model_copy(update={"definitions": found})
        case ZeroShotParameters() if not params.hypotheses:
            tested = {each.name: each.hypotheses for each in targets if each.hypotheses}
            return params.model_copy(update={"hypotheses": tested})
        case LexiconParameters() if not params.roll_up and target == "label":
            return params.model_copy(update={"roll_up": dict(codebook.roll_up)})
        case BlendParameters():
            members = params.members.items()
            done = {kind: _completed(each, codebook, target) for kind, each in members}
            return params.model_copy(update={"members": done})
        case _:
            return params


def recipe_names() -> list[str]:
    """Name the recipes that ship with the package."""
    return recipe_files.recipe_names(_SHIPPED)


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
    return _validated(recipe_files.read_recipe(name, _SHIPPED, overrides), str(name))


def resolve_recipe(recipe: str | Path | Recipe, overrides: Sequence[str]) -> Recipe:
    """Return a recipe, given as such, by its name or by its file, with some entries replaced."""
    if not isinstance(recipe, Recipe):
        return load_recipe(recipe, overrides)
    return recipe.override(overrides) if overrides else recipe


def resolve_codebook(codebook: str | Path | Codebook | None) -> Codebook | None:
    """Return the codebook of that name or file; None for ``auto``, the labels of the data."""
    if codebook is None or isinstance(codebook, Codebook):
        return codebook
    return None if str(codebook) == "auto" else load_codebook(codebook)


def _validated(record: dict[str, Any], name: str) -> Recipe:
    _refuse_unknown(record)
    try:
        return Recipe.model_validate(record)
    except ValidationError as error:
        raise StanceError(f"the recipe {name} is not valid:\n{describe_invalid(error)}") from error


def _refuse_unknown(record: Mapping[str, Any]) -> None:
    kind = str(record.get("kind"))
    known = set(Recipe.model_fields) | {f"split.{name}" for name in Split.model_fields}
    if kind not in PARAMETERS:
        recipe_files.refuse_unknown(record, known, ["split"], "recipe")
        return
    known |= {f"params.{name}" for name in PARAMETERS[kind].model_fields}
    recipe_files.refuse_unknown(record, known, ["split", "params"], f"recipe of kind {kind}")
