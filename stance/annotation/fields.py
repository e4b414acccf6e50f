"""The fields of other tools' JSON, each checked for its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stance.errors import StanceError
from stance.rows import text_of


def string(row: Mapping[str, Any], name: str) -> str:
    """Return a field that must be a string."""
    value = row.get(name)
    if not isinstance(value, str):
        raise StanceError(f"field {name!r} {_wrong(value)}; a string is needed")
    return value


def optional_string(row: Mapping[str, Any], name: str) -> str | None:
    """Return a field as text; numbers are taken, lists and objects are not."""
    value = row.get(name)
    if isinstance(value, (list, Mapping)):
        raise StanceError(f"field {name!r} {_wrong(value)}; a string is needed")
    return text_of(value)


def integer(row: Mapping[str, Any], name: str) -> int:
    """Return a field that must be a whole number."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise StanceError(f"field {name!r} {_wrong(value)}; a whole number is needed")
    return value


def array(row: Mapping[str, Any], name: str) -> list[Any]:
    """Return a field that must be a list; an absent one is empty."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise StanceError(f"field {name!r} {_wrong(value)}; a list is needed")
    return value


def objects(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a field that must be a list of objects; an absent one is empty."""
    values = array(row, name)
    for value in values:
        if not isinstance(value, dict):
            raise StanceError(f"field {name!r} holds {value!r}; a list of objects is needed")
    return values


def an_object(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a field that must be an object; an absent one is empty."""
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise StanceError(f"field {name!r} {_wrong(value)}; an object is needed")
    return value


def _wrong(value: Any) -> str:
    if value is None:
        return "is missing"
    names = {list: "a list", dict: "an object", str: "a string", bool: "true or false"}
    return f"is {names.get(type(value), 'a number')}"
