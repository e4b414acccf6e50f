"""Text from articles and data, made safe for a terminal."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline, and what reorders text: bidi marks, embeddings, isolates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile(r"[\t\n]+")


def plain(text: str, *, keep_newlines: bool = False) -> str:
    """Make text safe to print: what a terminal would obey becomes a visible escape.

    Parameters
    ----------
    text
        Any string.
    keep_newlines
        Leave line breaks and tabs; else each run of them becomes a space.
    """
    shown = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return shown if keep_newlines else _BREAKS.sub(" ", shown)
