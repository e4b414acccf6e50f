"""Offsets: ours are Unicode code points; JavaScript's are UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from itertools import count
from typing import Final, Literal

from stance.errors import StanceError

Units = Literal["code-points", "utf-16"]
UNITS: Final[tuple[Units, ...]] = ("code-points", "utf-16")


class Offsets:
    """Turns offsets into a text from one unit into the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        wide = [i for i, character in enumerate(text) if character > "\uffff"]
        self._wide = wide
        self._wide_utf16 = [i + before for i, before in zip(wide, count(), strict=False)]

    @property
    def differ(self) -> bool:
        """Whether the units give different offsets in this text."""
        return bool(self._wide)

    def to_utf16(self, place: int) -> int:
        """Turn a code point's offset into that of its first UTF-16 unit."""
        return place + bisect_left(self._wide, place)

    def from_utf16(self, place: int) -> int:
        """Turn a UTF-16 unit's offset into that of its code point.

        Raises
        ------
        StanceError
            If it points between the two halves of one character.
        """
        before = bisect_left(self._wide_utf16, place)
        if before and self._wide_utf16[before - 1] == place - 1:
            raise StanceError(
                f"offset {place} lies within one character, counted in UTF-16 units: if the file "
                "counts code points, say so with units='code-points'"
            )
        return place - before

    def span(self, start: int, end: int, units: Units, quoted: str | None = None) -> range:
        """Read a span's offsets as a range of code points.

        Parameters
        ----------
        start, end
            As the file has them.
        units
            What the tool counts.
        quoted
            The words that the file says are there, where it does. If they are not, and counting in
            the other unit they are, that unit is meant.

        Raises
        ------
        StanceError
            If the span is empty, outside of the text, or neither unit leads to the quoted words.
        """
        others = [units, *(unit for unit in UNITS if unit != units)] if quoted else [units]
        found: range | None = None
        for unit in others:
            try:
                here = self._span(start, end, unit)
            except StanceError:
                if unit == others[-1] and found is None:
                    raise
                continue
            if not quoted or _alike(self._text[here.start : here.stop], quoted):
                return here
            found = found or here
        if found is None:  # pragma: no cover - the last unit has raised
            raise StanceError(f"there is no span {start}-{end}")
        raise StanceError(
            f"the text has {self._text[found.start : found.stop]!r} at {start}-{end}, and the file "
            f"says {quoted!r}: was the text changed after it was annotated?"
        )

    def _span(self, start: int, end: int, units: Units) -> range:
        if units == "utf-16":
            here = range(self.from_utf16(start), self.from_utf16(end))
        else:
            here = range(start, end)
        if here.start < 0 or here.stop > len(self._text):
            raise StanceError(
                f"the span {start}-{end} lies outside of the text, which ends at "
                f"{len(self._text)}: was the text changed after it was annotated?"
            )
        if not here:
            raise StanceError(f"the span {start}-{end} is empty: remove it")
        return here


def _alike(found: str, quoted: str) -> bool:
    """Compare but for white space: tools show line breaks in several ways."""
    return found == quoted or found.split() == quoted.replace("\\n", "\n").split()
