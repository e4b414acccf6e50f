"""What a user's flawed data are told, code by code."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.training.checks import CODES, CheckReport, Finding, at_least, check

POSTURE = load_codebook("posture")
QUICK = ("likely-label-error", "swapped-labels", "other-language")
WORDS = [
    "abbey",
    "barge",
    "canal",
    "delta",
    "ember",
    "fjord",
    "grove",
    "hatch",
    "inlet",
    "jetty",
    "knoll",
    "ledge",
    "marsh",
    "notch",
    "orchard",
    "pier",
    "quay",
    "ridge",
    "shoal",
    "tower",
    "vale",
    "wharf",
    "yard",
    "zone",
]

Row = dict[str, Any]
Write = Callable[..., list[Path]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write each list of rows to a file of its own."""

    def files(*parts: list[Row]) -> list[Path]:
        paths = [tmp_path / f"part{i}.jsonl" for i in range(len(parts))]
        for path, rows in zip(paths, parts, strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return paths

    return files


def sound(n: int = 90, seed: int = 0) -> list[Row]:
    """Make rows without a fault: each of other words, labels in balance."""
    chance = random.Random(seed)
    return [
        {
            "id": f"{seed}-{i}",
            "text": " ".join(chance.choice(WORDS) for _ in range(9)),
            "label": POSTURE.label_names[i % 3],
        }
        for i in range(n)
    ]


def look(paths: list[Path], **options: Any) -> CheckReport:
    return check(
        paths, options.pop("codebook", POSTURE), skip=options.pop("skip", QUICK), **options
    )


def found(report: CheckReport, code: str) -> Finding:
    (finding,) = (finding for finding in report.findings if finding.code == code)
    return finding


def test_sound_data_have_no_findings(write: Write) -> None:
    report = look(write(sound()))
    assert report.findings == ()
    assert report.worst is None
    assert report.columns["label"] == dict.fromkeys(POSTURE.label_names, 30)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "  "}, "missing-text"),
        ({"text": "No."}, "short-text"),
        ({"text": "word " * 201}, "long-text"),
        ({"text": "the café said it was cafÃ© time all along today"}, "broken-characters"),
        ({"text": "they &amp; we <b>talk</b> about the bridge today"}, "markup"),
        ({"label": None}, "missing-label"),
        ({"label": "hostile"}, "unknown-label"),
        ({"act": "shrug"}, "unknown-act"),
        ({"act": "threaten", "label": "neutral"}, "act-contradicts-label"),
        ({"id": "0-1"}, "repeated-id"),
    ],
)
def test_a_faulty_row_is_found_and_named(write: Write, change: Row, code: str) -> None:
    rows = sound()
    rows[4] |= change
    finding = found(look(write(rows)), code)
    assert finding.severity == CODES[code].severity
    assert any(example.place.endswith("part0.jsonl:5") for example in finding.examples)
    assert finding.cure


def test_a_row_that_cannot_be_read_is_an_error_and_the_rest_is_checked(write: Write) -> None:
    (path,) = write(sound())
    with path.open("a", encoding="utf-8") as file:
        file.write("{not json\n")
    report = look([path])
    assert found(report, "unreadable-row").examples[0].place.endswith("part0.jsonl:91")
    assert report.rows == 90


def test_labels_out_of_balance(write: Write) -> None:
    rows = [row for i, row in enumerate(sound(240)) if row["label"] == "neutral" or i < 12]
    report = look(write([row for row in rows if row["label"] != "threatening"]))
    assert "threatening" in found(report, "absent-label").message
    assert "conciliatory 4" in found(report, "few-examples").message
    assert "20 times as many" in found(report, "imbalance").message


def test_the_same_words_in_one_file(write: Write) -> None:
    rows = sound()
    rows[7] |= {"text": rows[1]["text"].upper() + "!", "label": rows[1]["label"]}
    rows[8] |= {"text": rows[3]["text"], "label": rows[4]["label"]}
    report = look(write(rows))
    assert found(report, "duplicate").count == 1
    contradiction = found(report, "contradicting-duplicate").examples[0]
    assert contradiction.place.endswith(":9")
    assert f"part0.jsonl:4 as {rows[3]['label']}" in contradiction.detail


def test_the_same_words_in_two_files_are_a_leak(write: Write) -> None:
    train, test = sound(seed=1), sound(seed=2)
    test[0]["text"] = train[5]["text"]
    test[1]["text"] = train[6]["text"] + "s"
    report = look(write(train, test))
    assert found(report, "leak").severity == "error"
    assert "part0.jsonl:6" in found(report, "leak").examples[0].detail
    assert "part0.jsonl:7" in found(report, "near-leak").examples[0].detail


def test_a_column_split_makes_the_parts(write: Write) -> None:
    rows = [row | {"split": "train" if i < 60 else "test"} for i, row in enumerate(sound())]
    rows[70]["text"] = rows[3]["text"]
    report = look(write(rows))
    assert [(part.name, part.rows) for part in report.parts] == [("train", 60), ("test", 30)]
    assert found(report, "leak").count == 1


def test_two_codings_of_a_statement_are_no_duplicates(write: Write) -> None:
    rows = [row | {"coder": coder} for coder in ("ann", "bo") for row in sound()]
    assert look(write(rows)).findings == ()


def test_codings_are_left_out_next_to_what_was_settled(write: Write) -> None:
    codings = [row | {"coder": coder} for coder in ("ann", "bo") for row in sound()]
    notes: list[str] = []
    report = look(write(sound(), codings), on_note=notes.append)
    assert (report.rows, report.findings) == (90, ())
    assert "left to stance data agreement" in notes[0]


def test_groups_in_two_parts(write: Write) -> None:
    train, test = sound(seed=1), sound(seed=2)
    for rows in (train, test):
        rows[0] |= {"article": "a1", "speaker": "Ada Voss", "dispute": "bridge"}
    report = look(write(train, test))
    assert found(report, "article-in-two-parts").severity == "error"
    assert found(report, "dispute-in-two-parts").severity == "warning"
    assert "'Ada Voss'" in found(report, "speaker-in-two-parts").examples[0].detail


def test_columns_that_give_the_label_away(write: Write) -> None:
    codes = {"conciliatory": "c", "neutral": "n", "threatening": "t"}
    rows = [
        row | {"id": f"{row['label'][:3]}-{i}", "code": codes[row["label"]], "gold": row["label"]}
        for i, row in enumerate(sound())
    ]
    details = [example.detail for example in found(look(write(rows)), "telling-column").examples]
    assert details == [
        "id without its numbers predicts 100.0% of the labels",
        "code predicts 100.0% of the labels",
    ]


def test_a_word_that_gives_the_label_away(write: Write) -> None:
    rows = [
        row | {"text": row["text"] + (" kindly" if row["label"] == "conciliatory" else "")}
        for row in sound()
    ]
    (example,) = found(look(write(rows)), "telling-token").examples
    assert example.detail == "'kindly' stands in 30 rows of conciliatory (100%), 0 others"


def test_rows_that_a_column_ties_together(write: Write) -> None:
    rows = [row | {"speech": f"speech {i // 5}"} for i, row in enumerate(sound())]
    (example,) = found(look(write(rows)), "unnamed-groups").examples
    assert example.detail == "speech: 18 values, 5 rows side by side each"


def test_other_languages(write: Write) -> None:
    rows = [row | {"text": f"The minister said {row['text']} would be rebuilt"} for row in sound()]
    rows[3]["text"] = "Der Minister sagte gestern, man werde die Brücke nicht wieder aufbauen"
    finding = found(look(write(rows), skip=QUICK[:2]), "other-language")
    assert [example.detail for example in finding.examples] == ["de"]
    assert "1 of 90 texts are not in en" in finding.message


def meaningful(n: int, seed: int = 0, swapped: bool = False) -> list[Row]:
    """Make rows whose words tell the label."""
    tells = {"conciliatory": "talk peace", "neutral": "report file", "threatening": "shell attack"}
    other = {"conciliatory": "threatening", "threatening": "conciliatory", "neutral": "neutral"}
    return [
        row
        | {"text": f"{row['text']} {tells[row['label']]}"}
        | ({"label": other[row["label"]]} if swapped else {})
        for row in sound(n, seed)
    ]


def test_a_wrong_label_is_doubted(write: Write) -> None:
    rows = meaningful(150)
    rows[0]["label"] = "threatening"
    report = look(write(rows), skip=())
    first = found(report, "likely-label-error").examples[0]
    assert first.id == "0-0"
    assert first.detail.startswith("labelled threatening, rather conciliatory")
    assert report.ease[0].macro_f1 > 0.9


def test_labels_that_mean_other_things_in_another_file(write: Write) -> None:
    paths = write(meaningful(150, seed=1), meaningful(150, seed=2, swapped=True))
    message = found(look(paths, skip=QUICK[:1]), "swapped-labels").message
    assert "conciliatory → threatening, threatening → conciliatory" in message
    paths = write(meaningful(150, seed=1), meaningful(150, seed=2))
    codes = {finding.code for finding in look(paths, skip=QUICK[:1]).findings}
    assert "swapped-labels" not in codes


def test_articles_beside_their_statements_are_checked_for_offsets(write: Write) -> None:
    text = "Voss said the bridge would stay shut."
    rows = [
        {
            "id": f"a#{i}", "article": "a", "text": f"the bridge would stay shut {WORDS[i % 24]} {i}",
            "label": POSTURE.label_names[i % 3], "cue": {"text": "said", "start": 5, "end": 9},
            "content": [{"text": "the bridge would stay shut", "start": 10, "end": 36}],
        }
        for i in range(60)
    ]  # fmt: skip
    rows[2]["cue"] = {"text": "said", "start": 6, "end": 10}
    notes: list[str] = []
    report = look(write(rows, [{"id": "a", "text": text}]), on_note=notes.append)
    assert [example.id for example in found(report, "wrong-offsets").examples] == ["a#2"]
    assert report.articles == 1
    assert "taken for the articles" in notes[0]


def test_a_codebook_can_be_that_of_the_data(write: Write) -> None:
    rows = [row | {"label": "pro" if i % 2 else "con"} for i, row in enumerate(sound())]
    assert look(write(rows), codebook=None).findings == ()


def test_unknown_codes_and_no_rows_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="no code typo to skip; there are"):
        look(write(sound()), skip=("typo",))
    (tmp_path / "none.csv").write_text("text,label\n", encoding="utf-8")
    with pytest.raises(StanceError, match="no rows"):
        look([tmp_path / "none.csv"])


def test_findings_are_picked_by_severity(write: Write) -> None:
    rows = sound()
    rows[0]["text"] = "No."
    findings = look(write(rows)).findings
    assert at_least("note", findings)
    assert not at_least("warning", findings)


def test_every_code_that_is_found_is_published() -> None:
    source = Path(__file__).parents[3] / "training" / "checks"
    text = "".join(path.read_text(encoding="utf-8") for path in source.glob("*.py"))
    for code in CODES:
        name = code.split("-in-two-parts")[0] if code.endswith("-in-two-parts") else code
        assert text.count(name.removeprefix("near-").removeprefix("contradicting-")) > 1
