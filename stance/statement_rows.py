"""Statements as rows: nested in JSON, flat in CSV and Parquet; there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from stance.errors import StanceError
from stance.rows import Reject, RejectHandler, read_rows, refuse, write_rows
from stance.rows.decoding import Note
from stance.statements import Span, Statement

COLUMNS: Final = (
    "id", "article", "speaker", "affiliation", "mention", "mention_start", "mention_end",
    "cue", "cue_start", "cue_end", "content", "content_spans", "text", "kind", "context", "nested",
)  # fmt: skip
SCORED: Final = ("act", "label", "run")
SCORE: Final = "score_"
_NESTED_FORMATS: Final = ("jsonl", "json")


def flatten(statement: Statement) -> dict[str, Any]:
    """Lay a statement out as one flat row: `COLUMNS` and, if scored, `SCORED` and the scores.

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
    if statement.label is not None:
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
    record = {name: row.get(name) for name in (*COLUMNS, *SCORED)}
    try:
        record["mention"] = _nest_span(row, "mention")
        record["cue"] = _nest_span(row, "cue")
        record["content"] = _contents(row.get("content") or "", row.get("content_spans") or "")
        record["scores"] = {
            name.removeprefix(SCORE): float(value)
            for name, value in row.items()
            if name.startswith(SCORE) and value is not None
        }
    except ValueError as error:
        raise StanceError(f"not the row of a statement: {error}") from error
    record["text"] = record["text"] or ""
    record["nested"] = row.get("nested") in (True, "true")
    return Statement.from_record(record)


def read_statements(
    path: Path, *, on_reject: RejectHandler = refuse, on_note: Note | None = None
) -> Iterator[Statement]:
    """Read statements that `write_statements` wrote, in any of its formats but ``table``."""
    for located in read_rows(path, on_reject=on_reject, on_note=on_note):
        read = unflatten if "content_spans" in located.row else Statement.from_record
        try:
            statement = read(located.row)
        except StanceError as error:
            on_reject(Reject(located.source, located.line, str(error), str(located.row)[:2_000]))
            continue
        yield statement


def write_statements(
    statements: Iterable[Statement], target: Path | IO[str] | IO[bytes], format_: str
) -> int:
    """Write statements: nested as JSON Lines or JSON, flat as CSV or Parquet, or a table to read.

    Returns
    -------
    int
        How many there were.
    """
    if format_ == "table":
        return write_rows(map(_for_screen, statements), target, format_)
    if format_ in _NESTED_FORMATS:
        return write_rows((statement.to_record() for statement in statements), target, format_)
    rows = map(flatten, statements)
    first = next(rows, None)
    # The columns of the scores are those of the first; where there is none, a header remains.
    columns = tuple(first) if first else COLUMNS
    return write_rows(chain([first] if first else [], rows), target, format_, columns=columns)


def _for_screen(statement: Statement) -> dict[str, Any]:
    sure = max(statement.scores.values(), default=None)
    row = {
        "speaker": str(statement.speaker or "—"),
        "label": statement.label,
        "sure": None if sure is None else f"{sure:.0%}",
        "cue": statement.cue and statement.cue.text,
        "text": statement.text,
    }
    return row if statement.label else {name: row[name] for name in ("speaker", "cue", "text")}


def _flat_span(name: str, span: Span | None) -> dict[str, Any]:
    return {
        name: span and span.text,
        f"{name}_start": span and span.start,
        f"{name}_end": span and span.end,
    }


def _nest_span(row: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    if row.get(f"{name}_start") is None:
        return None
    start, end = int(row[f"{name}_start"]), int(row[f"{name}_end"])
    return {"text": row.get(name) or "", "start": start, "end": end}


def _contents(content: str, spans: str) -> list[dict[str, Any]]:
    """Cut the joined texts apart by the lengths that the offsets tell."""
    contents, place = [], 0
    for span in spans.split():
        start, end = map(int, span.split("-"))
        text = content[place : place + end - start]
        contents.append({"text": text, "start": start, "end": end})
        place += len(text) + 1
    return contents
