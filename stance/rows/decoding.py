"""Bytes → text: UTF-8 with and without byte order mark, UTF-16, and Windows-1252 as a fallback."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from stance.errors import StanceError

Note = Callable[[str], None]
FALLBACK: Final = "cp1252"
_BLOCK: Final = 1 << 20
# What is no valid UTF-8 and has one of these is a binary file rather than Windows-1252 text.
_CONTROLS: Final = bytes([*range(9), 11, *range(14, 27), 28, 29, 30, 31])
_BINARY: Final = "{} is not text: is it a binary file? Give a file of text"
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


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


def _encoding(file: BinaryIO, name: str, on_note: Note | None) -> str:
    """Find the encoding of a file from its bytes, read in blocks."""
    block = file.read(_BLOCK)
    if not block.strip():
        raise StanceError(f"{name} is empty")
    marked = next((codec for mark, codec in _MARKS.items() if block.startswith(mark)), None)
    codec = marked or "utf-8"
    decoder = codecs.getincrementaldecoder(codec)()
    fits = True
    while block:
        if codec != "utf-16" and b"\0" in block:
            raise StanceError(_BINARY.format(name))
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            fits = False
            break
        block = file.read(_BLOCK)
    if fits:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            fits = False
    if fits:
        return codec
    if marked:
        raise StanceError(
            f"{name} is not valid {codec.removesuffix('-sig').upper()}, though it begins as such"
        )
    return _fallback(file, name, on_note)


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
