"""Writing TOML: what the standard library reads, and a run's recipe needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(record: Mapping[str, Any]) -> str:
    """Return the TOML of plain data: text, numbers, booleans, lists of these, tables.

    Tables in the record become sections, tables in these stand in one line; None is left out.
    """
    entries, sections = [], []
    for name, value in record.items():
        if isinstance(value, Mapping):
            lines = [
                f"{_key(key)} = {_value(item)}" for key, item in value.items() if item is not None
            ]
            sections.append("\n".join([f"\n[{_key(name)}]", *lines]))
        elif value is not None:
            entries.append(f"{_key(name)} = {_value(value)}")
    return "\n".join([*entries, *sections]) + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(value: str) -> str:
    # TOML's escapes are JSON's; the one control character that JSON leaves is escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            pairs = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items())
            return f"{{ {pairs} }}"
        case _:
            raise TypeError(f"{type(value).__name__} has no form in TOML")
