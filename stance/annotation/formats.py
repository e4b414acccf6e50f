"""All formats, and the three functions: read, write, and guess which one a file is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import Annotation
from stance.annotation.brat import BRAT
from stance.annotation.conll import CONLL
from stance.annotation.doccano import DOCCANO, DOCCANO_SPANS
from stance.annotation.label_studio import LABEL_STUDIO
from stance.annotation.losses import WarningHandler, warn
from stance.annotation.native import CSV, JSON_LINES
from stance.annotation.offsets import UNITS, Units
from stance.annotation.polnear import POLNEAR
from stance.annotation.prodigy import PRODIGY
from stance.annotation.protocol import Format, Reading, Writing
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.rows import RejectHandler, RowFilter, read_rows, refuse
from stance.rows.decoding import Note

FORMATS: Final[Mapping[str, Format]] = {
    format_.name: format_
    for format_ in (
        LABEL_STUDIO, DOCCANO, DOCCANO_SPANS, PRODIGY, BRAT, POLNEAR, CONLL, JSON_LINES, CSV
    )
}  # fmt: skip
"""The formats by their names."""

_BY_SUFFIX: Final = {
    ".ann": BRAT.name, ".csv": CSV.name,
    **dict.fromkeys((".conll", ".bio", ".iob", ".iob2"), CONLL.name),
}  # fmt: skip

_WITHOUT_ROWS: Final = frozenset({BRAT.name, POLNEAR.name, CONLL.name})


def read_annotations(
    path: str | Path,
    format_: str | None = None,
    *,
    on_reject: RejectHandler = refuse,
    on_warning: WarningHandler = warn,
    on_note: Note | None = None,
    units: Units | None = None,
    keep: RowFilter | None = None,
) -> Iterator[Annotation]:
    """Read what people annotated: annotated articles, labelled statements, or both.

    Parameters
    ----------
    path
        A file, or a folder of brat's or PolNeAR's files.
    format_
        One of `FORMATS`; where it is None, `guess_format` is asked.
    on_reject
        Called with what is refused, file and line; the rest goes on. By default the first raises.
    on_warning
        Called with the name of each thing that is left out (see `WARNINGS`); `WarningCounts`
        counts them. By default they are Python's warnings.
    on_note
        Called with what a user should know, such as an encoding that is not UTF-8.
    units
        What the file's offsets count, if it is not what the tool counts: ``code-points`` or
        ``utf-16``.
    keep
        Called with each row of JSON and CSV; where it returns false, the row is passed over.

    Yields
    ------
    AnnotatedArticle or LabelledStatement
        In the order of the file, and one by one, so that no more than one is in memory. What
        several coders annotated comes once for each of them.

    Raises
    ------
    StanceError
        If there is no such file or format, the file is none of that format, or `keep` is given for
        one without rows.
    """
    path = Path(path)
    if units is not None and units not in UNITS:
        raise StanceError(f"there are no units {units!r}; there are {', '.join(UNITS)}")
    found = _format(format_) if format_ else FORMATS[guess_format(path)]
    if not path.exists():
        raise StanceError(f"{path}: no such file or folder")
    if path.is_dir() and not found.folder:
        raise StanceError(f"{path} is a folder, and {found.name} is a file: name the file")
    if keep and found.name in _WITHOUT_ROWS:
        raise StanceError(
            f"{path}: {found.name} has no rows with columns to choose by; convert it to jsonl first"
        )
    return found.read(path, Reading(on_reject, on_warning, on_note, units, keep))


def write_annotations(
    items: Iterable[Annotation],
    path: str | Path,
    format_: str,
    *,
    codebook: Codebook | None = None,
    on_warning: WarningHandler = warn,
) -> int:
    """Write annotated articles or labelled statements for a tool, one by one as they come.

    Parameters
    ----------
    items
        What is to be written.
    path
        A file, which is written aside and put in its place when whole; for brat and PolNeAR a
        folder that is not there yet, or is empty.
    format_
        One of `FORMATS`.
    codebook
        Its labels are the choices that Prodigy offers; without one, only each statement's own is.
    on_warning
        Called with the name of each thing that the format cannot hold (see `WARNINGS`).

    Returns
    -------
    int
        How many there were.

    Raises
    ------
    StanceError
        If the format does not hold such items, or the file cannot be written.
    """
    return _format(format_).write(items, Path(path), Writing(on_warning, codebook))


def guess_format(path: str | Path) -> str:
    """Tell the format of a file or folder from its name and its content.

    Raises
    ------
    StanceError
        If there is no such file, or nothing tells for certain.
    """
    path = Path(path)
    if not path.exists():
        raise StanceError(f"{path}: no such file or folder")
    suffix = path.suffix.lower()
    name = None
    if path.is_dir():
        if (path / "attributions").is_dir() and (path / "text").is_dir():
            name = POLNEAR.name
        elif any(path.rglob("*.ann")):
            name = BRAT.name
    elif suffix in _BY_SUFFIX:
        name = _BY_SUFFIX[suffix]
    elif suffix in {".json", ".jsonl", ".ndjson"}:
        rows = islice(read_rows(path, on_reject=lambda _: None), 20)
        name = next(filter(None, (_guess_row(located.row) for located in rows)), None)
    if name is None:
        raise StanceError(
            f"{path}: nothing tells for certain which tool wrote it; name its format, one of "
            f"{', '.join(FORMATS)}"
        )
    return name


def _guess_row(row: dict[str, Any]) -> str | None:
    """Tell the format from one row, if it is certain."""
    match row:
        case {"data": dict(), "annotations": list()}:
            return LABEL_STUDIO.name
        case {"answer": "accept" | "reject" | "ignore"} | {"_task_hash": int()}:
            return PRODIGY.name
        case {"text": str(), "statements": list()}:
            return JSON_LINES.name
        case {"text": str(), "entities": [{"start_offset": int()}, *_]}:
            return DOCCANO.name
        case {"text": str(), "entities": list(), "relations": list()}:
            return DOCCANO.name
        case {"text": str(), "label": [str() | [int(), int(), str()], *_]}:
            return DOCCANO.name
        case {"text": str(), "label": str(), "id": _} if not row.keys() & {"spans", "meta"}:
            return JSON_LINES.name
        case _:
            return None


def _format(name: str) -> Format:
    try:
        return FORMATS[name]
    except KeyError:
        raise StanceError(
            f"there is no format {name!r} of annotations; there are {', '.join(FORMATS)}"
        ) from None
