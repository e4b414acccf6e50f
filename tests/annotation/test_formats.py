"""Our own formats, what all formats have in common, and input that is nothing of the kind."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.annotation import (
    FORMATS,
    WARNINGS,
    AnnotatedArticle,
    ConversionWarning,
    WarningCounts,
    guess_format,
    read_annotations,
    write_annotations,
)
from stance.annotation.offsets import Offsets
from stance.articles import Article
from stance.errors import StanceError
from stance.labelled import LabelledStatement, read_labelled
from stance.rows import RefusedError, Reject
from stance.statements import Span, Statement

TEXT = "“Not yet,” Ada Voss said."
STATEMENT = Statement(
    id="a#1", article="a", text="Not yet", kind="direct", content=(Span.cut(TEXT, 0, 10),),
    cue=Span.cut(TEXT, 20, 24), label="neutral",
)  # fmt: skip
ITEM = AnnotatedArticle(article=Article(id="a", text=TEXT), statements=(STATEMENT,), coder="ada")
LABELLED = LabelledStatement(id="a", text="Not yet", label="neutral", coder="ada")


def test_our_json_lines_are_the_published_format(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_annotations([ITEM, LABELLED], path, "jsonl")
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first == {
        "id": "a",
        "text": TEXT,
        "coder": "ada",
        "statements": [STATEMENT.to_record()],
    }
    assert second == LABELLED.to_record()
    assert list(read_annotations(path)) == [ITEM, LABELLED]


def test_labelled_statements_are_read_as_training_data(tmp_path: Path) -> None:
    for name in ("jsonl", "csv"):
        path = tmp_path / f"a.{name}"
        write_annotations([LABELLED], path, name)
        assert read_labelled([path], None) == [LABELLED]


def test_a_table_holds_one_or_the_other(tmp_path: Path) -> None:
    for items in ([ITEM, LABELLED], [LABELLED, ITEM]):
        with pytest.raises(StanceError, match="JSON Lines"):
            write_annotations(items, tmp_path / "a.csv", "csv")
    assert not list(tmp_path.iterdir())


def test_a_bad_row_of_a_table_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_annotations([ITEM, ITEM], path, "csv")
    header, first, second, _ = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([header, first, second.replace(b"0-10", b"1-11"), b""]))
    rejects: list[Reject] = []
    items = list(read_annotations(path, on_reject=rejects.append))
    assert [len(item.statements) for item in items if isinstance(item, AnnotatedArticle)] == [1, 0]
    [reject] = rejects
    assert str(reject).startswith(f"{path}:3: statement a#1: the text has")


def test_nul_in_a_table_is_named(tmp_path: Path) -> None:
    counts = WarningCounts()
    item = AnnotatedArticle(article=Article(id="a", text="a\0b"))
    write_annotations([item], tmp_path / "a.csv", "csv", on_warning=counts)
    assert counts == {"characters-not-held": 1}


def test_without_handlers_the_first_reject_raises_and_warnings_are_python_s(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "x", "label": ""}\n', encoding="utf-8")
    with pytest.raises(RefusedError, match="no label"):
        list(read_annotations(path, "jsonl"))
    with pytest.warns(ConversionWarning, match="label-not-held: "):
        write_annotations([ITEM], tmp_path / "a.conll", "conll")


def test_every_warning_of_the_code_has_its_meaning() -> None:
    with pytest.raises(KeyError):
        WarningCounts()("no-such-name")
    counts = WarningCounts()
    for name in WARNINGS:
        counts(name)
    assert len(list(counts.lines())) == len(WARNINGS)


def test_wrong_names_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="there is no format 'word'"):
        read_annotations(tmp_path, "word")
    with pytest.raises(StanceError, match="there are no units"):
        read_annotations(tmp_path, "brat", units="bytes")  # type: ignore[arg-type]
    for name in FORMATS:
        with pytest.raises(StanceError, match="no such file"):
            list(read_annotations(tmp_path / "none", name))
    with pytest.raises(StanceError, match="no such file"):
        guess_format(tmp_path / "none")
    with pytest.raises(StanceError, match="nothing tells for certain"):
        guess_format(tmp_path)
    with pytest.raises(StanceError, match="is a folder"):
        read_annotations(tmp_path, "doccano")
    with pytest.raises(StanceError, match="no part of PolNeAR"):
        list(read_annotations(tmp_path, "polnear"))
    for name in ("brat", "polnear", "conll"):
        with pytest.raises(StanceError, match="no labelled statements"):
            write_annotations([LABELLED], tmp_path / "new", name)
    with pytest.raises(StanceError, match="cannot write"):
        write_annotations([ITEM], tmp_path / "no" / "folder", "brat")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("row", ['{"text": "x"}', '{"text": "x", "label": "y", "spans": []}', "7"])
def test_what_is_not_certain_is_not_guessed(tmp_path: Path, row: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(row, encoding="utf-8")
    with pytest.raises(StanceError, match="nothing tells for certain"):
        guess_format(path)


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    for name in ("label-studio", "doccano", "prodigy", "conll", "jsonl", "csv"):
        path = tmp_path / f"a{FORMATS[name].suffix}"
        write_annotations([ITEM] * 3_000, path, name, on_warning=lambda _: None)
        with path.open("a", encoding="utf-8") as file:
            file.write("\nbroken")
        assert len(list(islice(read_annotations(path, name), 5))) == 5


@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_utf16_offsets_there_and_back(text: str, start: int, end: int) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        there = offsets.to_utf16(place)
        assert there == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.from_utf16(there) == place
    if start < end <= len(text):
        quoted = text[start:end]
        wide = offsets.to_utf16(start), offsets.to_utf16(end)
        assert offsets.span(*wide, "utf-16") == range(start, end)
        assert offsets.span(start, end, "code-points", quoted) == range(start, end)
    else:
        with pytest.raises(StanceError):
            offsets.span(start, end, "code-points")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.text(max_size=3) | st.floats(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@pytest.mark.parametrize("name", ["label-studio", "doccano", "prodigy", "jsonl"])
@pytest.mark.parametrize("item", [ITEM, LABELLED])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_json_with_any_value_in_any_place_is_read_or_refused(
    name: str, item: AnnotatedArticle | LabelledStatement, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{FORMATS[name].suffix}"
        write_annotations([item], path, name)
        row = json.loads(path.read_text(encoding="utf-8"))
        whole, place = row, row
        while isinstance(place, (dict, list)) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            if not isinstance(place[key], (dict, list)) or data.draw(st.integers(0, 2)) == 0:
                place[key] = data.draw(VALUES)
                break
            place = place[key]
        path.write_text(json.dumps(whole), encoding="utf-8")
        rejects: list[Reject] = []
        items = list(
            read_annotations(path, name, on_reject=rejects.append, on_warning=WarningCounts())
        )
        assert len(items) + len(rejects) <= 1
        with suppress(StanceError):
            guess_format(path)


@pytest.mark.parametrize("name", ["brat", "conll", "csv"])
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_lines_with_any_change_are_read_or_refused(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{FORMATS[name].suffix}"
        write_annotations([ITEM], path, name, on_warning=WarningCounts())
        file = path / "a.ann" if name == "brat" else path
        text = file.read_text(encoding="utf-8")
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 9)))
        new = data.draw(st.text(st.sampled_from('T1E:;\t\n ,"#O-9_x'), max_size=6))
        file.write_text(text[:start] + new + text[end:], encoding="utf-8")
        try:
            list(read_annotations(path, name, on_reject=lambda _: None, on_warning=WarningCounts()))
        except StanceError:
            # A header that is none, and the like.
            assert name == "csv"


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, stance.annotation; "
        "print([n for n in ('numpy', 'sklearn', 'pandas', 'datasets', 'pyarrow') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
