"""Recipes as files: TOML that ships or is the user's, with entries overridden."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from stance.errors import StanceError


def recipe_names(package: str) -> list[str]:
    """Name the recipes that ship in a package."""
    names = (item.name for item in resources.files(package).iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def read_recipe(
    name: str | Path, package: str, overrides: Sequence[str] = (), *, what: str = "recipe"
) -> dict[str, Any]:
    """Read a recipe that ships in a package, or one from a TOML file, and override entries.

    `what` names it in errors.

    Raises
    ------
    StanceError
        If there is no such recipe, or the file or an override is not of the form.
    """
    record = _read(name, package, what)
    for override in overrides:
        apply_override(record, override)
    return record


def _read(name: str | Path, package: str, what: str) -> dict[str, Any]:
    shipped: Traversable | Path = resources.files(package) / f"{name}.toml"
    source = shipped if str(name) in recipe_names(package) else Path(name)
    if not source.is_file():
        raise StanceError(
            f"no {what} {str(name)!r}: give a TOML file, or one of "
            f"{', '.join(recipe_names(package))}"
        )
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StanceError(f"the {what} {name} is not a TOML file: {error}") from error


def apply_override(record: dict[str, Any], override: str) -> None:
    """Set one entry of a recipe, as in ``params.c=4``, making the tables on the way to it."""
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


def refuse_unknown(
    record: Mapping[str, Any], known: Collection[str], tables: Sequence[str], what: str
) -> None:
    """Refuse entries that no recipe has, naming the one that is probably meant.

    Parameters
    ----------
    record
        The recipe.
    known
        The names of all entries, those of tables as ``split.test``.
    tables
        The tables that are looked into.
    what
        Names the recipe in the error: "recipe of kind linear".
    """
    given = list(record)
    for table in tables:
        if isinstance(record.get(table), Mapping):
            given += [f"{table}.{name}" for name in record[table]]
    for entry in given:
        if entry not in known:
            near = difflib.get_close_matches(entry, known, n=2, cutoff=0.6)
            meant = f"do you mean {' or '.join(near)}?" if near else ""
            raise StanceError(
                f"no {what} has an entry {entry!r}: "
                + (meant or f"there are {', '.join(sorted(known))}")
            )
