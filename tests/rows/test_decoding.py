from __future__ import annotations

import codecs
import io
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.rows import decoding
from stance.rows.decoding import decode, lines_of, lines_of_stream, open_text

TEXT = "“Réunion,” said Zoë — twice.\r\n"


def read(path: Path, data: bytes, notes: list[str] | None = None) -> str:
    path.write_bytes(data)
    with open_text(path, None if notes is None else notes.append) as file:
        return file.read()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be"],
)
def test_unicode_is_told_by_its_bytes_and_line_ends_stay(tmp_path: Path, data: bytes) -> None:
    notes: list[str] = []
    assert read(tmp_path / "a.txt", data, notes) == TEXT
    assert decode(data, "it") == TEXT
    assert notes == []


def test_windows_1252_is_a_fallback_that_is_reported(tmp_path: Path) -> None:
    notes: list[str] = []
    assert read(tmp_path / "a.txt", TEXT.encode("cp1252"), notes) == TEXT
    assert len(notes) == 1
    assert "read as Windows-1252" in notes[0]


def test_a_character_across_the_edge_of_a_block(tmp_path: Path) -> None:
    text = "a" * ((1 << 20) - 1) + "é" * 10
    assert read(tmp_path / "a.txt", text.encode()) == text


def test_a_fault_far_down_is_found(tmp_path: Path) -> None:
    data = b"a" * (1 << 20) + "é".encode("cp1252")
    assert read(tmp_path / "a.txt", data).endswith("é")


@pytest.mark.parametrize("data", [b"", b" \n\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(StanceError, match=r"a\.txt is empty"):
        read(tmp_path / "a.txt", data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"text\x00text",
        b"\xff\xfe\xfd\x01\x02 \x81",
        bytes(range(256)),
        codecs.BOM_UTF16_LE + b"\0\0a\0",
    ],
)
def test_what_is_not_text(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(StanceError, match=r"a\.txt is (not|neither)"):
        read(tmp_path / "a.txt", data)


def test_terminal_escapes_are_text(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", b"\x1b[2Jred\x07") == "\x1b[2Jred\x07"


def test_broken_utf_16_is_named(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="not valid UTF-16"):
        read(tmp_path / "a.txt", codecs.BOM_UTF16_LE + b"a\x00b")


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot be read"):
        open_text(tmp_path)


def test_a_stream_is_decoded_line_by_line() -> None:
    notes: list[str] = []
    data = b"\xef\xbb\xbfone\n" + "réunion\n".encode() + "réunion, café\n".encode("cp1252") * 2
    lines = list(lines_of_stream(io.BytesIO(data), "it", notes.append))
    assert lines == ["one\n", "réunion\n", "réunion, café\n", "réunion, café\n"]
    assert notes == ["it is not UTF-8; read as Windows-1252."]
    with pytest.raises(StanceError, match="it is not text"):
        list(lines_of_stream(io.BytesIO(b"a\n\0\n"), "it"))


def test_a_line_that_does_not_fit_in_memory_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LONGEST_LINE", 10)
    with pytest.raises(StanceError, match="it:2: the line has over 10 characters"):
        list(lines_of(io.StringIO("short\n" + "x" * 20), "it"))
    with pytest.raises(StanceError, match="it:2: the line has over 10 bytes"):
        list(lines_of_stream(io.BytesIO(b"short\n" + b"x" * 20), "it"))
