"""JSON in, strictly: no NaN, no key twice; and the elements of a long array one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn, TextIO

from stance.errors import StanceError
from stance.rows.decoding import LONGEST_LINE, only_characters

_SPACE: Final = re.compile(r"[ \t\r\n]*")


class StrictDecoder:
    """Decodes JSON; what the letter of JSON allows and nobody means is a fault as well."""

    def __init__(self) -> None:
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant
        )
        self._fault: str | None = None

    def decode(self, text: str) -> Any:
        """Decode the whole of a text.

        Raises
        ------
        ValueError
            If it is not JSON, holds NaN or an infinity, a key twice, or is nested too deeply.
        """
        value, end = self.decode_at(text, _SPACE.match(text).end())  # type: ignore[union-attr]
        if self._fault:
            raise ValueError(self._fault)
        if text[end:].strip(" \t\r\n"):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def decode_at(self, text: str, place: int) -> tuple[Any, int]:
        """Decode the value that begins at a place; return it and where it ends."""
        self._fault = None
        try:
            value, end = self._decoder.raw_decode(text, place)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        # Only an escape can bring in what is no character.
        return (_characters(value) if text.find("\\u", place, end) >= 0 else value), end

    @property
    def fault(self) -> str | None:
        """What is wrong with the value that was decoded last, though it is JSON."""
        return self._fault

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            self._fault = f"the key {twice!r} stands twice"
        return value

    def _constant(self, name: str) -> None:
        self._fault = f"{name} is no value of JSON; write null"


def elements(text: TextIO, name: str) -> Iterator[tuple[Any, str | None]]:
    """Decode the elements of a JSON array one by one, each with its fault if it has one.

    A text that is no array has one element: itself.

    Raises
    ------
    StanceError
        From where it is not JSON; the elements before have been given.
    """
    return _Elements(text, name).read()


class _Elements:
    """Holds the part of the text that is not decoded yet, and reads on as it is needed."""

    _BLOCK = 1 << 18

    def __init__(self, text: TextIO, name: str) -> None:
        self._text, self._name = text, name
        self._decoder = StrictDecoder()
        self._held, self._place = "", 0
        self._lines_before = 0
        self._block = self._BLOCK

    def read(self) -> Iterator[tuple[Any, str | None]]:
        if self._next_mark() != "[":
            yield self._element()
        else:
            self._place += 1
            more = self._next_mark() != "]"
            while more:
                yield self._element()
                mark = self._next_mark()
                if mark not in {",", "]"}:
                    self._fail("a comma or ] is missing after an element", self._place)
                self._place += mark == ","
                more = mark == ","
            self._place += 1
        if self._next_mark():
            self._fail("there is more after its end", self._place)

    def _element(self) -> tuple[Any, str | None]:
        self._next_mark()
        while True:
            try:
                value, end = self._decoder.decode_at(self._held, self._place)
            except json.JSONDecodeError as error:
                # It may only be cut off by the end of what is held.
                if not self._read_on():
                    self._fail(error.msg, error.pos)
                continue
            except ValueError as error:
                self._fail(str(error), self._place)
            # So may a number: it is whole when something follows that ends it.
            if self._held[end : end + 1] not in {"", ".", "e", "E"} or not self._read_on():
                self._place, self._block = end, self._BLOCK
                return value, self._decoder.fault

    def _next_mark(self) -> str:
        """Skip white space; return the character after it, none at the end."""
        while True:
            self._place = _SPACE.match(self._held, self._place).end()  # type: ignore[union-attr]
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._read_on():
                return ""

    def _read_on(self) -> bool:
        """Let go of what is decoded and hold more: twice as much each time for one element."""
        if len(self._held) - self._place > LONGEST_LINE:
            self._fail(f"no end of an element in {LONGEST_LINE:,} characters", self._place)
        block = self._text.read(self._block)
        if block:
            self._lines_before += self._held.count("\n", 0, self._place)
            self._held, self._place = self._held[self._place :] + block, 0
            self._block *= 2
        return bool(block)

    def _fail(self, reason: str, place: int) -> NoReturn:
        line = self._lines_before + self._held.count("\n", 0, place) + 1
        raise StanceError(f"{self._name}:{line}: not JSON: {reason}")


def _characters(value: Any) -> Any:
    match value:
        case str():
            return only_characters(value)
        case list():
            return [_characters(item) for item in value]
        case dict():
            return {only_characters(key): _characters(item) for key, item in value.items()}
        case _:
            return value
