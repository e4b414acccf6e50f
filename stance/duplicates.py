"""When two statements are the same words."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Return the words of a text, so that texts alike but for case, marks and spaces are equal.

    A text without any word is returned as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORDS.sub(" ", folded).strip() or text


def digest(text: str) -> str:
    """Return 16 hexadecimal digits that texts of the same words share."""
    words = normalised(text).encode("utf-8", "surrogatepass")
    return hashlib.sha256(words).hexdigest()[:16]
