"""Text from articles and data, made safe for a terminal."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, half surrogate pairs, and what reorders or hides text:
# bidi marks, embeddings and isolates, line separators, the byte order mark, tags.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
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
    shown = _UNSAFE.sub(lambda found: _escape(ord(found[0])), text.replace("\r\n", "\n"))
    return shown if keep_newlines else _BREAKS.sub(" ", shown)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
