"""Bytes → text: UTF-8 with and without byte order mark, UTF-16, and Windows-1252 as a fallback."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from stance.errors import StanceError

Note = Callable[[str], None]
FALLBACK: Final = "cp1252"
LONGEST_LINE: Final = 100_000_000
"""Characters that a line, or a row over several lines, may have: it has to fit in memory."""

_BLOCK: Final = 1 << 20
# What is no valid UTF-8 and has one of these is a binary file rather than Windows-1252 text.
_CONTROLS: Final = bytes([*range(9), 11, *range(14, 27), 28, 29, 30, 31])
_BINARY: Final = "{} is not text: is it a binary file? Give a file of text"
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_CHARACTERS: Final = re.compile("[\0\ud800-\udfff]")


def open_text(path: Path, on_note: Note | None = None) -> TextIO:
    """Open a text file in the encoding it has, line ends left as they are.

    Raises
    ------
    StanceError
        If it is not there, cannot be read, is empty, or is not text.
    """
    try:
        with path.open("rb") as file:
            encoding = _encoding(file, str(path), on_note)
        return path.open(encoding=encoding, newline="")
    except OSError as error:
        raise StanceError(f"{path} cannot be read: {error.strerror}") from error


def decode(data: bytes, name: str, on_note: Note | None = None) -> str:
    """Decode a whole text; `name` names it in errors and notes.

    Raises
    ------
    StanceError
        If it is empty, or not text.
    """
    return data.decode(_encoding(io.BytesIO(data), name, on_note))


def lines_of(text: TextIO, name: str) -> Iterator[str]:
    """Give the lines of a text, none of them longer than `LONGEST_LINE`.

    Raises
    ------
    StanceError
        If a line is longer.
    """
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise StanceError(
                f"{name}:{number}: the line has over {LONGEST_LINE:,} characters: "
                "put each row on a line of its own"
            )
        yield line


def lines_of_stream(stream: BinaryIO, name: str, on_note: Note | None = None) -> Iterator[str]:
    """Give the lines of a stream that comes once: each is UTF-8, or else Windows-1252.

    Raises
    ------
    StanceError
        If a line is neither, or longer than `LONGEST_LINE`.
    """
    noted = False
    number = 0
    while data := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            raise StanceError(f"{name}:{number}: the line has over {LONGEST_LINE:,} bytes")
        if b"\0" in data:
            raise StanceError(_BINARY.format(name))
        try:
            yield data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield decode(data, name, None if noted else on_note)
            noted = True


def only_characters(text: str) -> str:
    """Replace what no text file can hold, NUL and half surrogate pairs, by U+FFFD one for one."""
    return _NO_CHARACTERS.sub("\ufffd", text)


def _encoding(file: BinaryIO, name: str, on_note: Note | None) -> str:
    """Find the encoding of a file from its bytes, read in blocks."""
    block = file.read(_BLOCK)
    if not block.strip() or block in _MARKS:
        raise StanceError(f"{name} is empty")
    marked = next((codec for mark, codec in _MARKS.items() if block.startswith(mark)), None)
    codec = marked or "utf-8"
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while block:
            if "\0" in decoder.decode(block):
                raise StanceError(_BINARY.format(name))
            block = file.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if marked:
            raise StanceError(
                f"{name} is not valid {codec.removesuffix('-sig').upper()}, "
                "though it begins as such: convert it to UTF-8"
            ) from error
        return _fallback(file, name, on_note)
    return codec


def _fallback(file: BinaryIO, name: str, on_note: Note | None) -> str:
    file.seek(0)
    while block := file.read(_BLOCK):
        try:
            block.decode(FALLBACK)
        except UnicodeDecodeError as error:
            raise StanceError(
                f"{name} is neither UTF-8 nor Windows-1252 text: convert it to UTF-8"
            ) from error
        if block.translate(None, _CONTROLS) != block:
            raise StanceError(_BINARY.format(name))
    if on_note:
        on_note(f"{name} is not UTF-8; read as Windows-1252.")
    return FALLBACK
