"""Statements as rows: nested in JSON, flat in CSV and Parquet; there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from stance.errors import StanceError
from stance.rows import (
    Located,
    Reject,
    RejectHandler,
    RowFilter,
    check_writable,
    read_rows,
    refuse,
    text_of,
    write_rows,
)
from stance.rows.decoding import Note
from stance.statements import Span, Statement

COLUMNS: Final[Mapping[str, type]] = {
    "id": str, "article": str, "speaker": str, "affiliation": str,
    "mention": str, "mention_start": int, "mention_end": int,
    "cue": str, "cue_start": int, "cue_end": int,
    "content": str, "content_spans": str, "text": str, "kind": str, "context": str, "nested": bool,
}  # fmt: skip
EXPLAINED: Final[Mapping[str, type]] = {"reason": str}
SCORED: Final[Mapping[str, type]] = {"act": str, "label": str, "run": str}
SCORE: Final = "score_"
_NESTED_FORMATS: Final = ("jsonl", "json")


def flatten(statement: Statement) -> dict[str, Any]:
    """Lay a statement out as one flat row.

    It has `COLUMNS`, `EXPLAINED` where a reason is given and, if scored, `SCORED` and the scores.

    The texts of several content spans stand one below the other in ``content``; their offsets in
    ``content_spans``, as in ``2270-2305 2400-2420``.
    """
    row: dict[str, Any] = {
        "id": statement.id,
        "article": statement.article,
        "speaker": statement.speaker and statement.speaker.name,
        "affiliation": statement.speaker and statement.speaker.affiliation,
        **_flat_span("mention", statement.mention),
        **_flat_span("cue", statement.cue),
        "content": "\n".join(span.text for span in statement.content),
        "content_spans": " ".join(f"{span.start}-{span.end}" for span in statement.content),
        "text": statement.text,
        "kind": statement.kind,
        "context": statement.context,
        "nested": statement.nested,
    }
    if statement.reason is not None:
        row["reason"] = statement.reason
    if statement.scored:
        row |= {name: getattr(statement, name) for name in SCORED}
        row |= {f"{SCORE}{label}": score for label, score in statement.scores.items()}
    return row


def unflatten(row: Mapping[str, Any]) -> Statement:
    """Read a statement back from a flat row, its values as CSV or as Parquet gives them.

    Raises
    ------
    StanceError
        If a column is missing or has the wrong form.
    """
    record = {name: row.get(name) for name in (*COLUMNS, *EXPLAINED, *SCORED)}
    try:
        record["mention"] = _nest_span(row, "mention")
        record["cue"] = _nest_span(row, "cue")
        record["content"] = _contents(row.get("content") or "", row.get("content_spans") or "")
        record["scores"] = {
            name.removeprefix(SCORE): float(value)
            for name, value in row.items()
            if name.startswith(SCORE) and value is not None
        }
    except (TypeError, ValueError) as error:
        raise StanceError(f"not the row of a statement: {error}") from error
    record["text"] = record["text"] or ""
    record["nested"] = str(row.get("nested")).lower() == "true"
    return Statement.from_record(record)


def read_statements(
    path: Path, *, on_reject: RejectHandler = refuse, on_note: Note | None = None
) -> Iterator[Statement]:
    """Read statements that `write_statements` wrote, in any of its formats but ``table``."""
    for _, statement in locate_statements(path, on_reject=on_reject, on_note=on_note):
        yield statement


def locate_statements(
    path: Path,
    *,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
    keep: RowFilter | None = None,
) -> Iterator[tuple[Located, Statement]]:
    """Read statements as `read_statements` does, each with its row and where that stands.

    Rows for which `keep` returns false are passed over.
    """
    for located in read_rows(path, on_reject=on_reject, on_note=on_note):
        if keep and not keep(located.row):
            continue
        read = unflatten if "content_spans" in located.row else Statement.from_record
        try:
            statement = read(located.row)
        except StanceError as error:
            on_reject(Reject(located.source, located.line, str(error), located.content))
            continue
        yield located, statement


def write_statements(
    statements: Iterable[Statement], target: Path | IO[str] | IO[bytes], format_: str
) -> int:
    """Write statements: nested as JSON Lines or JSON, flat as CSV, TSV or Parquet, or a table.

    Where they are written flat, all of them are scored by the same labels, or none is.

    Returns
    -------
    int
        How many there were.
    """
    if format_ == "table":
        return write_rows(map(_for_screen, statements), target, format_)
    if format_ in _NESTED_FORMATS:
        return write_rows((statement.to_record() for statement in statements), target, format_)
    if isinstance(target, Path):
        check_writable(target)
    remaining = iter(statements)
    first = next(remaining, None)
    # Where there is none, a header remains.
    columns = _columns(first) if first else COLUMNS
    rows = map(flatten, chain([first] if first else [], remaining))
    return write_rows(rows, target, format_, columns=columns)


def _columns(statement: Statement) -> Mapping[str, type]:
    """Tell the columns of all statements from the first."""
    columns = {**COLUMNS, **(EXPLAINED if statement.reason is not None else {})}
    if not statement.scored:
        return columns
    return {**columns, **SCORED, **{f"{SCORE}{label}": float for label in statement.scores}}


def _for_screen(statement: Statement) -> dict[str, Any]:
    sure = max(statement.scores.values(), default=None)
    row = {
        "speaker": str(statement.speaker or "—"),
        "label": statement.label,
        "sure": None if sure is None else f"{sure:.0%}",
        "cue": statement.cue and statement.cue.text,
        "text": statement.text,
    }
    if not statement.scored:
        row = {name: row[name] for name in ("speaker", "cue", "text")}
    return row if statement.reason is None else {**row, "reason": statement.reason}


def _flat_span(name: str, span: Span | None) -> dict[str, Any]:
    return {
        name: span and span.text,
        f"{name}_start": span and span.start,
        f"{name}_end": span and span.end,
    }


def _nest_span(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    start, end = (_offset(row.get(f"{name}_{edge}")) for edge in ("start", "end"))
    return None if start is None else {"text": row.get(name) or "", "start": start, "end": end}


def _offset(value: Any) -> int | None:
    """Read an offset; of a column with gaps, other tools make floats."""
    text = text_of(value)
    return None if text is None else int(text.removesuffix(".0"))


def _contents(content: str, spans: str) -> list[dict[str, Any]]:
    """Cut the joined texts apart by the lengths that the offsets tell."""
    contents, place = [], 0
    for span in spans.split():
        start, end = map(int, span.split("-"))
        text = content[place : place + end - start]
        contents.append({"text": text, "start": start, "end": end})
        place += len(text) + 1
    return contents
