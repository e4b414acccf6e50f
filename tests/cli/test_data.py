from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import pytest
from click.testing import Result

from stance.labelled import LabelledStatement

Cli = Callable[..., Result]
WriteRows = Callable[[str, Iterable[dict[str, Any]]], Path]
MakeStatements = Callable[..., list[LabelledStatement]]


WORDS = ("abbey", "barge", "canal", "delta", "ember", "fjord", "grove", "hatch", "inlet", "jetty")


@pytest.fixture
def data(write_rows: WriteRows, make_statements: MakeStatements) -> Path:
    return write_rows("data.jsonl", (row.to_record() for row in make_statements(90)))


@pytest.fixture
def varied(write_rows: WriteRows) -> Path:
    """90 statements of different words, three an article."""
    chance = random.Random(3)
    labels = ("conciliatory", "neutral", "threatening")
    rows = [
        {
            "id": str(i),
            "text": " ".join(chance.choice(WORDS) for _ in range(9)),
            "label": labels[i % 3],
            "article": f"a{i // 3}",
        }
        for i in range(90)
    ]
    return write_rows("varied.jsonl", rows)


def test_check_shows_what_is_wrong_and_fails_where_it_shall(
    cli: Cli, data: Path, write_rows: WriteRows, make_statements: MakeStatements
) -> None:
    other = [replace(row, id=f"b{row.id}", article="z") for row in make_statements(6, seed=4)]
    other[0] = replace(other[0], text=make_statements(90)[3].text)
    test = write_rows("test.jsonl", (row.to_record() for row in other))
    shown = cli("data", "check", data, test, "--format", "table")
    assert shown.exit_code == 0, shown.stderr
    assert "error leak: 1 rows" in shown.stdout
    assert "test.jsonl:1" in shown.stdout
    assert cli("data", "check", data, test, "--fail-on", "error").exit_code == 1
    alone = cli("data", "check", data, "--fail-on", "error")
    assert alone.exit_code == 0


def test_check_gives_rows_the_whole_report_and_a_page(cli: Cli, data: Path) -> None:
    rows = [json.loads(line) for line in cli("data", "check", data, "-q").stdout.splitlines()]
    assert {"code", "severity", "place", "detail"} <= set(rows[0])
    (whole,) = json.loads(
        cli("data", "check", data, "-q", "--format", "json", "--report", "page.html").stdout
    )
    assert whole["rows"] == 90
    assert whole["diversity"]["words"]
    assert "Labelled data, checked" in Path("page.html").read_text(encoding="utf-8")


def test_check_takes_other_columns_labels_and_codebooks(cli: Cli, write_rows: WriteRows) -> None:
    rows = [
        {
            "sentence": f"the {i * 7} bridges were counted {i} times",
            "side": ("favor", "none")[i % 2],
        }
        for i in range(60)
    ]
    path = write_rows("theirs.jsonl", rows)
    options = ("--text-column", "sentence", "--label-column", "side", "--format", "json", "-q")
    maps = ("--map", "favor=conciliatory", "--map", "none=neutral")
    (mapped,) = json.loads(cli("data", "check", path, *options, *maps).stdout)
    assert set(mapped["columns"]["label"]) == {"conciliatory", "neutral"}
    (auto,) = json.loads(cli("data", "check", path, *options, "--codebook", "auto").stdout)
    assert set(auto["columns"]["label"]) == {"favor", "none"}


def test_split_writes_parts_that_share_no_article(cli: Cli, varied: Path) -> None:
    done = cli("data", "split", varied, "--by", "article", "--folds", 2, "-o", "p")
    assert done.exit_code == 0, done.stderr
    assert "fold-1" in done.stderr
    articles = [
        {json.loads(line)["article"] for line in path.read_text(encoding="utf-8").splitlines()}
        for path in sorted(Path("p").iterdir())
    ]
    assert not articles[0] & articles[1]


def test_split_marks_a_column_that_training_can_read(cli: Cli, varied: Path) -> None:
    shares = "train=0.7,test=0.3"
    done = cli("data", "split", varied, "--by", "article", "--parts", shares, "-o", "all.jsonl")
    assert done.exit_code == 0, done.stderr
    trained = cli("train", "all.jsonl", "--split", "train", "-o", "run")
    assert trained.exit_code == 0, trained.stderr
    judged = cli("evaluate", "run", "--data", "all.jsonl", "--split", "test", "--format", "json")
    assert json.loads(judged.stdout)[0]["n"] == pytest.approx(27, abs=9)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--parts", "train"], "has not the form NAME=SHARE"),
        (["--parts", "a=0.5,b=0.5", "--folds", "3"], "exclude each other"),
        (["--by", "outlet"], "no row has a column 'outlet'"),
        (["--parts", "a=0.9,b=0.9"], "sum to 1"),
        (["--by", "label"], "cannot be balanced"),
    ],
)
def test_split_refuses_what_it_cannot_do(
    cli: Cli, data: Path, options: list[str], message: str
) -> None:
    done = cli("data", "split", data, *options, "-o", "parts")
    assert done.exit_code in {1, 2}
    assert message in done.stderr.replace("\n", " ")
    assert not Path("parts").exists()


def test_data_sets_are_read_wherever_data_are(
    cli: Cli, make_statements: MakeStatements, tmp_path: Path
) -> None:
    rows = [row.to_record() for row in make_statements(60)]
    datasets.DatasetDict({"train": datasets.Dataset.from_list(rows)}).save_to_disk(tmp_path / "set")
    done = cli("train", "set", "--split", "train", "-o", "run")
    assert done.exit_code == 0, done.stderr
    refused = cli("train", "owner/name", "--offline")
    assert refused.exit_code == 1
    assert "--offline is on" in refused.stderr


@pytest.fixture
def codings(write_rows: WriteRows, make_statements: MakeStatements) -> Path:
    """Two coders of thirty statements, of which two differ in the label and one in the act."""
    rows = make_statements(30)
    second = [replace(row, coder="bo") for row in rows]
    second[0] = replace(second[0], act="inform", label="neutral")
    second[1] = replace(second[1], act="inform", label="neutral")
    second[2] = replace(second[2], act="assess")
    first = [replace(row, coder="ann") for row in rows]
    return write_rows("codings.jsonl", (row.to_record() for row in [*first, *second]))


def test_agreement_of_two_coders(cli: Cli, codings: Path) -> None:
    shown = cli("data", "agreement", codings, "--format", "table", "--disagreements", "differ.csv")
    assert shown.exit_code == 0, shown.stderr
    assert "Krippendorff's alpha" in shown.stdout
    assert "3 items on which they differ" in shown.stdout
    assert len(Path("differ.csv").read_text(encoding="utf-8").splitlines()) == 4
    rows = [json.loads(line) for line in cli("data", "agreement", codings).stdout.splitlines()]
    values = {(row["field"], row["figure"], row["of"]): row["value"] for row in rows}
    assert values["label", "agreement", ""] == pytest.approx(28 / 30)
    assert values["act", "agreement", ""] == pytest.approx(27 / 30)


def test_agreement_settles(cli: Cli, codings: Path) -> None:
    done = cli("data", "agreement", codings, "--adjudicate", "first", "-o", "settled.jsonl")
    assert done.exit_code == 0, done.stderr
    assert len(Path("settled.jsonl").read_text(encoding="utf-8").splitlines()) == 30
    assert cli("train", "settled.jsonl", "-o", "run").exit_code == 0
    most = cli("data", "agreement", codings, "--adjudicate", "majority", "-o", "most.jsonl")
    assert "2 items stay open" in most.stderr
    assert len(Path("most.jsonl").read_text(encoding="utf-8").splitlines()) == 28


def test_agreement_needs_two(cli: Cli, data: Path) -> None:
    alone = cli("data", "agreement", data)
    assert alone.exit_code == 1
    assert "one coder only" in alone.stderr


def test_agreement_on_spans(cli: Cli) -> None:
    from stance.data import ARTICLE_STATEMENTS

    lines = ARTICLE_STATEMENTS.read_text(encoding="utf-8").splitlines(keepends=True)
    Path("one.jsonl").write_text("".join(lines[:40]), encoding="utf-8")
    Path("two.jsonl").write_text("".join(lines[:40:2]), encoding="utf-8")
    done = cli("data", "agreement", "one.jsonl", "two.jsonl", "--spans", "--format", "json")
    assert done.exit_code == 0, done.stderr
    values = {row["figure"]: row["value"] for row in json.loads(done.stdout)}
    assert 0.6 < values["exact_f1"] < 0.75
    assert values["speaker"] == 1


def test_statements_go_to_a_tool_and_come_back(cli: Cli, data: Path) -> None:
    done = cli("data", "convert", data, "--to", "prodigy", "-o", "tasks.jsonl")
    assert done.exit_code == 0, done.stderr
    assert "90 written" in done.stderr
    back = cli("data", "convert", "tasks.jsonl", "--to", "jsonl", "-o", "back.jsonl")
    assert back.exit_code == 0, back.stderr
    read = [
        json.loads(line) for line in Path("back.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert read == [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]


def test_extracted_statements_are_put_to_their_articles(cli: Cli) -> None:
    from stance.data import ARTICLE_STATEMENTS, ARTICLES

    done = cli(
        "data", "convert", ARTICLE_STATEMENTS, "--articles", ARTICLES,
        "--to", "label-studio", "-o", "tasks.json", "--config", "interface.xml",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "<Relations>" in Path("interface.xml").read_text(encoding="utf-8")
    brat = cli("data", "convert", "tasks.json", "--to", "brat", "-o", "brat")
    assert brat.exit_code == 0, brat.stderr
    assert "article-fields-not-held" in brat.stderr
    assert len(list(Path("brat").glob("*.ann"))) == len(list(Path("brat").glob("*.txt"))) > 20


def test_convert_tells_what_it_cannot_read(cli: Cli, data: Path) -> None:
    Path("odd.json").write_text('[{"a": 1}]', encoding="utf-8")
    odd = cli("data", "convert", "odd.json", "--to", "jsonl", "-o", "x.jsonl")
    assert odd.exit_code == 1
    assert "nothing tells for certain" in odd.stderr
    spans = cli("data", "convert", data, "--to", "brat", "-o", "brat")
    assert spans.exit_code == 1
    assert "holds spans in articles" in spans.stderr
    assert not Path("brat").exists()


def test_the_formats_are_those_of_the_library() -> None:
    from stance.annotation import FORMATS
    from stance.cli.data import convert

    assert set(FORMATS) == set(convert.FORMATS)
