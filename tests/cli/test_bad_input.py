"""Bad input: a clear message, the right exit code, and the rest goes on."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from stance.labelled import LabelledStatement
from stance.runs import Run

Cli = Callable[..., Result]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]
MakeStatements = Callable[..., list[LabelledStatement]]


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Path:
    """Return a copy of a run, to be damaged."""
    return Path(shutil.copytree(run.path, tmp_path / "copy"))


def refused(done: Result, *said: str) -> None:
    """Check that a command ended with a message and not with a traceback."""
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    message = " ".join(done.stderr.split())
    for words in said:
        assert words in message
    assert done.stdout == ""


def test_no_such_file(cli: Cli, run: Run) -> None:
    refused(cli("score", "nowhere.txt", "--run", run.path), "nowhere.txt: no such file")


def test_an_empty_file(cli: Cli, run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    refused(cli("score", "empty.txt", "--run", run.path), "empty.txt is empty")


def test_a_binary_file(cli: Cli, run: Run, tmp_path: Path) -> None:
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9)
    refused(cli("score", "image.txt", "--run", run.path), "image.txt is not text")


def test_an_ending_that_is_not_read(cli: Cli, run: Run, tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_text("words", encoding="utf-8")
    refused(cli("score", "paper.docx", "--run", run.path), "paper.docx", ".txt", ".jsonl")


@pytest.mark.slow
def test_a_single_line_of_20_megabytes(cli: Cli, run: Run, tmp_path: Path, article: Path) -> None:
    (tmp_path / "line.txt").write_text("so he said " * 2_000_000, encoding="utf-8")
    done = cli("score", "line.txt", article, "--run", run.path, "-o", "out.jsonl")
    assert done.exit_code == 3
    assert "line.txt" in done.stderr
    assert "5,000,000" in done.stderr


def test_a_broken_line_is_written_aside_and_the_rest_is_scored(
    cli: Cli, run: Run, tmp_path: Path
) -> None:
    good = json.dumps({"id": "a", "text": "“No,” Ada Voss said."})
    other = json.dumps({"id": "b", "text": "“Yes,” Ben Ruhl said."})
    (tmp_path / "in.jsonl").write_text(f'{good}\n{{"id": "x", "te\n{other}\n', encoding="utf-8")
    done = cli("score", "in.jsonl", "--run", run.path, "-o", "out.jsonl", "--rejects", "bad.jsonl")
    assert done.exit_code == 3
    scored = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert [statement["speaker"] for statement in scored] == ["Ada Voss", "Ben Ruhl"]
    (reject,) = (json.loads(line) for line in Path("bad.jsonl").read_text("utf-8").splitlines())
    assert reject["line"] == 2
    assert '{"id": "x"' in reject["content"]
    assert "in.jsonl:2" in done.stderr


def test_a_table_without_the_text_lists_its_columns(cli: Cli, run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("doc,body\n1,words\n", encoding="utf-8")
    done = cli("score", "in.csv", "--run", run.path)
    refused(done, "no column 'text'", "doc, body", "--field text=COLUMN")
    mapped = cli("score", "in.csv", "--run", run.path, "--field", "text=body")
    assert mapped.exit_code == 0, mapped.stderr


def test_offline_refuses_an_address(cli: Cli, run: Run) -> None:
    done = cli("score", "https://x.example/a", "--offline", "--run", run.path)
    refused(done, "https://x.example/a is on the network", "--offline")


@pytest.mark.parametrize("command", ["train", "evaluate"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "neutrl"}, "its label is 'neutrl'; the codebook posture has conciliatory, "),
        ({"label": "neutrl"}, "Did you mean 'neutral'?"),
        ({"label": None, "act": None}, "its label (label) is empty"),
        ({"text": "  "}, "its text (text) is empty"),
        ({"id": "s0003"}, "its id 's0003' stands at data.jsonl:4 already"),
        ({"act": "warn"}, "its act 'warn' rolls up to 'threatening'"),
    ],
)
def test_a_bad_row_of_labelled_data_is_named(
    cli: Cli,
    run: Run,
    make_statements: MakeStatements,
    write_rows: WriteRows,
    command: str,
    change: dict[str, str],
    said: str,
) -> None:
    rows = [statement.to_record() for statement in make_statements(30, seed=7)]
    rows[8] |= {"act": "inform", "label": "neutral"} | change
    write_rows("data.jsonl", rows)
    arguments = (
        ["train", "data.jsonl", "-o", "new"]
        if command == "train"
        else ["evaluate", run.path, "--data", "data.jsonl"]
    )
    refused(cli(*arguments), "1 rows of the data are not fit", "data.jsonl:9", said)
    assert not Path("new").exists()
    done = cli(*arguments, "--rejects", "bad.jsonl")
    assert done.exit_code == 3, done.output
    assert json.loads(Path("bad.jsonl").read_text("utf-8"))["line"] == 9


def test_labelled_data_without_the_text_lists_its_columns(cli: Cli, write_rows: WriteRows) -> None:
    rows = [{"sentence": f"it is {i}", "label": "neutral"} for i in range(12)]
    done = cli("train", write_rows("data.jsonl", rows))
    refused(done, "there are sentence, label", "--column text=COLUMN", "and 7 more")


def test_training_data_with_one_class(cli: Cli, write_rows: WriteRows) -> None:
    rows = [{"id": f"r{i}", "text": f"it is {i}", "label": "neutral"} for i in range(12)]
    refused(cli("train", write_rows("data.jsonl", rows), "-o", "run"), "'neutral'", "two labels")
    assert not Path("run").exists()


def test_a_run_that_lacks_a_file(cli: Cli, copy: Path, article: Path) -> None:
    (copy / "recipe.toml").unlink()
    refused(cli("score", article, "--run", copy), "lacks recipe.toml")


def test_a_pickle_in_place_of_the_model_is_not_opened(cli: Cli, copy: Path, article: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str, str]]:
            return Path.write_text, (Path("exploded"), "")  # type: ignore[return-value]

    (copy / "model" / "linear.safetensors").write_bytes(pickle.dumps(Bomb()))
    refused(
        cli("score", article, "--run", copy), "linear.safetensors", "changed since it was written"
    )
    assert not Path("exploded").exists()


def test_a_run_of_a_newer_format(cli: Cli, copy: Path, article: Path) -> None:
    info = json.loads((copy / "run.json").read_text("utf-8"))
    (copy / "run.json").write_text(json.dumps(info | {"format": 99}), encoding="utf-8")
    refused(cli("score", article, "--run", copy), "newer stance", "format 99")


def test_no_run_there(cli: Cli, article: Path) -> None:
    refused(cli("score", article, "--run", "runs/none"), "no run at runs/none", "stance runs list")


@pytest.mark.parametrize("option", ["-o", "--report", "--rejects"])
def test_an_output_that_cannot_be_written(cli: Cli, run: Run, article: Path, option: str) -> None:
    name = {"-o": "no/out.csv", "--report": "no/page.html", "--rejects": "no/bad.jsonl"}[option]
    done = cli("score", article, "--run", run.path, option, name)
    refused(done, name)


def test_a_run_is_never_overwritten(
    cli: Cli, write_rows: WriteRows, make_statements: MakeStatements
) -> None:
    path = write_rows("data.jsonl", [row.to_record() for row in make_statements(30)])
    assert cli("train", path, "-o", "mine").exit_code == 0
    refused(cli("train", path, "-o", "mine"), "mine is there already")


def test_wrong_usage_is_exit_code_2(cli: Cli) -> None:
    assert cli("score").exit_code == 2
    assert cli("train", "data.jsonl", "--map", "favour").exit_code == 2


def test_an_unknown_entry_of_the_recipe_is_named_with_its_neighbour(
    cli: Cli, write_rows: WriteRows
) -> None:
    path = write_rows("data.jsonl", [{"text": "a", "label": "neutral"}])
    refused(cli("train", path, "--set", "params.cc=3"), "cc")
