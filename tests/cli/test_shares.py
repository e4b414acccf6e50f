from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Cli = Callable[..., Result]


def statement(number: int) -> dict[str, Any]:
    sure = 0.6 + (number % 4) / 10
    label = ("conciliatory", "neutral", "neutral", "threatening")[number % 4]
    rest = round((1 - sure) / 2, 4)
    scores = dict.fromkeys(("conciliatory", "neutral", "threatening"), rest) | {label: sure}
    return {
        "id": f"a{number // 5}#{number}", "article": f"a{number // 5}", "speaker": ("Ada Voss", "Ben Ruhl")[number % 2],
        "affiliation": None, "mention": None, "cue": None,
        "content": [{"text": "no", "start": 0, "end": 2}], "text": "no", "kind": "direct", "context": "“no”",
        "act": None, "label": label, "scores": scores, "run": "r",
    }  # fmt: skip


@pytest.fixture
def scored(cli: Cli, tmp_path: Path) -> Path:  # noqa: ARG001
    path = tmp_path / "scored.jsonl"
    lines = (json.dumps(statement(i)) for i in range(200))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def fill(path: Path, label: Callable[[dict[str, str]], str]) -> None:
    """Label by hand."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | {"label": label(row)} for row in rows)


def as_predicted(row: dict[str, str]) -> str:
    return str(statement(int(row["id"].partition("#")[2]))["label"])


def test_the_way_from_a_sample_to_shares(cli: Cli, scored: Path) -> None:
    drawn = cli("shares", "sample", scored, "-n", "80", "-o", "sample.csv")
    assert drawn.exit_code == 0, drawn.stderr
    header = Path("sample.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "id,label,text,cue,speaker,context,article,weight"
    again = cli("shares", "sample", scored, "-o", "sample.csv")
    assert again.exit_code == 1
    assert "may hold labels by hand" in again.stderr

    fill(Path("sample.csv"), as_predicted)
    done = cli(
        "shares",
        "estimate",
        scored,
        "--labelled",
        "sample.csv",
        "--by",
        "speaker",
        "-o",
        "shares.csv",
    )
    assert done.exit_code == 0, done.stderr
    assert "Corrected by prediction-powered inference (PPI++) with 80 statements" in done.stderr
    with Path("shares.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["group"] for row in rows] == ["", "", "", *["Ada Voss"] * 3, *["Ben Ruhl"] * 3]
    whole = {row["label"]: row for row in rows[:3]}
    assert float(whole["neutral"]["naive"]) == 0.5
    for row in whole.values():
        assert float(row["low"]) <= float(row["share"]) <= float(row["high"])
    assert sum(float(row["share"]) for row in whole.values()) == pytest.approx(1, abs=1e-5)


def test_a_sample_of_each_label_is_weighed(cli: Cli, scored: Path) -> None:
    drawn = cli("shares", "sample", scored, "-n", "90", "--by", "label", "-o", "sample.csv")
    assert drawn.exit_code == 0, drawn.stderr
    fill(Path("sample.csv"), as_predicted)
    done = cli("shares", "estimate", scored, "--labelled", "sample.csv", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["label"]: row["share"] for row in rows} == pytest.approx(
        {"conciliatory": 0.25, "neutral": 0.5, "threatening": 0.25}, abs=0.02
    )


def test_errors_known_from_elsewhere(cli: Cli, scored: Path) -> None:
    labels = ("conciliatory", "neutral", "threatening")
    judged = [
        {"gold": gold, "predicted": guess, "article": f"b{i}"}
        for i in range(30)
        for gold in labels
        for guess in (gold, gold, gold, "neutral")
    ]
    Path("judged.jsonl").write_text("\n".join(map(json.dumps, judged)), encoding="utf-8")
    done = cli("shares", "estimate", scored, "--predictions", "judged.jsonl", "--format", "table")
    assert done.exit_code == 0, done.stderr
    assert "33.3%" in done.stdout  # of conciliatory, 25% found, at 75% each
    assert "adjusted counting" in done.stdout


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "other#1", "label": "neutral"}], r"1 labelled statements \(the first: other#1\)"),
        ([{"id": "a0#0", "label": "hostile"}], "a0#0: 'hostile' is not a label; there are conc"),
        ([{"id": "a0#0", "label": ""}], "no statement is labelled by hand"),
        ([{"label": "neutral"}], r"labels\.jsonl:1: it has no id"),
        ([{"id": "a0#0", "label": "neutral"}] * 2, r"labels\.jsonl:2: a0#0 has a label already"),
        ([{"id": "a0#0", "label": "neutral", "weight": 0}], "the weight 0 is no number above 0"),
    ],
)
def test_what_is_wrong_with_labels_is_told(
    cli: Cli, scored: Path, rows: list[dict[str, Any]], message: str
) -> None:
    Path("labels.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = cli("shares", "estimate", scored, "--labelled", "labels.jsonl")
    assert done.exit_code == 1
    import re

    assert re.search(message, done.stderr), done.stderr


def test_groups_in_few_articles_are_left_out_and_counted(cli: Cli, scored: Path) -> None:
    rows = [json.loads(line) for line in scored.read_text(encoding="utf-8").splitlines()]
    for row in rows[:20]:
        row["speaker"] = "Cora Lind"  # in four articles
    scored.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    labels = [{"id": row["id"], "label": row["label"]} for row in rows[::4]]
    Path("labels.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    asked = ("--labelled", "labels.jsonl", "--by", "speaker", "--format", "table")
    done = cli("shares", "estimate", scored, *asked)
    assert done.exit_code == 0, done.stderr
    assert "Ada Voss: neutral" in done.stdout
    assert "Cora Lind" not in done.stdout
    assert "1 groups are in fewer than 5 articles" in " ".join(done.stdout.split())


def test_one_source_of_truth_is_needed(cli: Cli, scored: Path) -> None:
    assert cli("shares", "estimate", scored).exit_code == 2
    many = cli("shares", "sample", scored, "-n", "999", "-o", "sample.csv")
    assert "999 statements cannot be drawn from 200" in many.stderr
    Path("bare.jsonl").write_text(
        json.dumps({**statement(1), "label": None, "scores": {}, "run": None}), encoding="utf-8"
    )
    bare = cli("shares", "estimate", "bare.jsonl", "--predictions", scored)
    assert bare.exit_code == 1


def judge(scores: bool = True) -> None:
    labels = ("conciliatory", "neutral", "threatening")
    judged = [
        {"gold": gold, "predicted": guess, "article": f"b{i}"}
        | ({"scores": {name: 0.8 if name == guess else 0.1 for name in labels}} if scores else {})
        for i in range(30)
        for gold in labels
        for guess in (gold, gold, gold, "neutral")
    ]
    Path("judged.jsonl").write_text("\n".join(map(json.dumps, judged)), encoding="utf-8")


def test_scores_and_a_prior_are_enough(cli: Cli, scored: Path) -> None:
    prior = [
        part
        for share in ("conciliatory=0.3", "neutral=0.4", "threatening=0.3")
        for part in ("--prior", share)
    ]
    done = cli("shares", "estimate", scored, *prior, "--format", "table")
    assert done.exit_code == 0, done.stderr
    shown = " ".join(done.stdout.split())
    assert "Corrected by expectation maximisation; 95% intervals" in shown
    assert "given as conciliatory 30.0%, neutral 40.0%, threatening 30.0%" in shown
    judge()
    learnt = cli(
        "shares", "estimate", scored, "--predictions", "judged.jsonl", "--method", "em",
        "--format", "table",
    )  # fmt: skip
    assert learnt.exit_code == 0, learnt.stderr
    shown = " ".join(learnt.stdout.split())
    assert "expectation maximisation with 360 statements of 30 articles" in shown
    judge(scores=False)
    bare = cli("shares", "estimate", scored, "--predictions", "judged.jsonl", "--method", "em")
    assert bare.exit_code == 1
    assert "1 has no scores" in bare.stderr


def test_shares_of_each_year_by_the_dates_of_the_articles(cli: Cli, scored: Path) -> None:
    articles = [{"id": f"a{i}", "text": "no", "date": f"{2026 - i // 20}-05-01"} for i in range(40)]
    Path("articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    judge()
    asked = ("shares", "estimate", scored, "--predictions", "judged.jsonl", "--by", "year")
    done = cli(*asked, "--articles", "articles.jsonl", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["group"] for row in rows[::3]] == ["", "2025", "2026"]
    assert {row["statements"] for row in rows[3:]} == {100}

    lacking = cli(*asked)
    assert lacking.exit_code == 1
    assert "no date tells the year" in lacking.stderr

    lines = [json.loads(line) for line in scored.read_text(encoding="utf-8").splitlines()]
    own = ({**row, "date": f"{2020 + i // 100}-01-01"} for i, row in enumerate(lines))
    scored.write_text("\n".join(map(json.dumps, own)), encoding="utf-8")
    known = cli(*asked, "--format", "jsonl")
    assert {json.loads(line)["group"] for line in known.stdout.splitlines()} == {"", "2020", "2021"}
    drawn = cli("shares", "sample", scored, "-n", "20", "--by", "year", "-o", "sample.csv")
    assert drawn.exit_code == 0, drawn.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--prior", "neutral"), "has not the form LABEL=SHARE"),
        (("--prior", "neutral=x"), "has not the form LABEL=SHARE"),
        (("--labelled", "sample.csv", "--method", "em"), "--method goes with --predictions"),
        (("--labelled", "sample.csv", "--articles", "x"), "--by year or --by month"),
        (("--labelled", "sample.csv", "--prior", "a=1"), "name one of"),
    ],
)
def test_options_that_do_not_go_together(
    cli: Cli, scored: Path, options: tuple[str, ...], message: str
) -> None:
    Path("sample.csv").write_text("id,label\na0#0,neutral\n", encoding="utf-8")
    done = cli("shares", "estimate", scored, *options)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
