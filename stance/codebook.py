"""Codebooks: the labels in their one order, the acts, and what each means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stance.errors import StanceError, describe_invalid


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Entry):
    """One label of a codebook.

    Attributes
    ----------
    name
        As it stands in data and predictions.
    value
        The label's place on the codebook's scale (posture: -1, 0, +1); None where the labels
        have no order.
    definition
        What a coder reads.
    hypotheses
        Sentences that a zero-shot model tests for this label.
    """

    name: str = Field(min_length=1)
    value: float | None = None
    definition: str = ""
    hypotheses: tuple[str, ...] = ()


class Act(_Entry):
    """One act: what the speaker does by saying it, and the label that it rolls up to."""

    name: str = Field(min_length=1)
    label: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()


class Codebook(_Entry):
    """What is coded: labels in one frozen order and, below them, acts.

    The order of `labels` is the order of every probability, table and plot.
    """

    name: str = Field(min_length=1)
    title: str = ""
    version: str = "1"
    description: str = ""
    labels: tuple[Label, ...] = Field(min_length=2)
    acts: tuple[Act, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _unique("label", self.label_names)
        _unique("act", self.act_names)
        valued = [label for label in self.labels if label.value is not None]
        if valued and len(valued) < len(self.labels):
            raise ValueError("some labels have a value and some have none: give all of them one")
        for act in self.acts:
            if act.label not in self.label_names:
                raise ValueError(
                    f"act {act.name!r} rolls up to {act.label!r}, which is not a label "
                    f"({', '.join(self.label_names)})"
                )
        if self.acts and (idle := set(self.label_names) - set(self.roll_up.values())):
            raise ValueError(f"no act rolls up to {', '.join(sorted(idle))}")
        return self

    @cached_property
    def label_names(self) -> tuple[str, ...]:
        """The labels' names, in their order."""
        return tuple(label.name for label in self.labels)

    @cached_property
    def act_names(self) -> tuple[str, ...]:
        """The acts' names, in their order."""
        return tuple(act.name for act in self.acts)

    @cached_property
    def roll_up(self) -> Mapping[str, str]:
        """The label of each act."""
        return {act.name: act.label for act in self.acts}

    @cached_property
    def values(self) -> tuple[float, ...] | None:
        """The labels' values in the labels' order, or None where they have none."""
        values = tuple(label.value for label in self.labels if label.value is not None)
        return values or None

    @classmethod
    def of_labels(cls, names: Iterable[str]) -> Codebook:
        """Make the codebook of labels that have no definitions, no values and no acts: sorted."""
        names = sorted(set(names))
        if len(names) < 2:
            raise StanceError(
                f"the data have one label only ({', '.join(names) or 'none'}); "
                "a classifier needs at least two"
            )
        return cls(name="auto", labels=tuple(Label(name=name) for name in names))

    @classmethod
    def from_record(cls, record: Mapping[str, Any], where: str) -> Codebook:
        """Validate a codebook that was read from TOML or JSON.

        Parameters
        ----------
        record
            The parsed file.
        where
            Names the file in the error.

        Raises
        ------
        StanceError
            If it is no valid codebook.
        """
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            raise StanceError(
                f"{where} is not a valid codebook:\n{describe_invalid(error)}"
            ) from error

    def to_record(self) -> dict[str, Any]:
        """Return the codebook as JSON-ready data that `from_record` reads."""
        return self.model_dump(mode="json", exclude_defaults=True)


def codebook_names() -> list[str]:
    """Name the codebooks that ship with the package."""
    folder = resources.files("stance.codebooks")
    return sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )


def load_codebook(name: str | Path) -> Codebook:
    """Load a codebook that ships with the package, or one from a TOML file.

    Parameters
    ----------
    name
        ``posture``, ``sentiment``, or the path of a TOML file.

    Raises
    ------
    StanceError
        If there is no such codebook or it is not valid.
    """
    if str(name) in codebook_names():
        source = resources.files("stance.codebooks") / f"{name}.toml"
        return Codebook.from_record(tomllib.loads(source.read_text(encoding="utf-8")), str(name))
    path = Path(name)
    if not path.is_file():
        raise StanceError(
            f"no codebook {str(name)!r}: give a TOML file, or one of {', '.join(codebook_names())}"
        )
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StanceError(f"{path} is not a TOML file: {error}") from error
    return Codebook.from_record(record, str(path))


def _unique(what: str, names: tuple[str, ...]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{what} {', '.join(twice)} stands twice")
