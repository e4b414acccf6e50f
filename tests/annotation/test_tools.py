"""Files as the tools write them, by their documentation: what is read of them, and what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stance.annotation import (
    AnnotatedArticle,
    WarningCounts,
    guess_format,
    label_studio_config,
    read_annotations,
    write_annotations,
)
from stance.articles import Article
from stance.codebook import load_codebook
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.rows import Reject
from stance.statements import Span, Speaker, Statement

TEXT = "🇺🇦 “We will talk,” Ada Voss said. “And soon,” she added."
PARTS = ("“We will talk,”", "“And soon,”")


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def units(words: str) -> tuple[int, int]:
    """Two characters before every one of these words are wide."""
    start, end = place(words)
    return start + 2, end + 2


def put(path: Path, rows: list[Any]) -> Path:
    if path.suffix == ".json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path, name: str | None = None) -> tuple[list[Any], list[Reject], WarningCounts]:
    rejects: list[Reject] = []
    counts = WarningCounts()
    items = list(read_annotations(path, name, on_reject=rejects.append, on_warning=counts))
    return items, rejects, counts


def one(path: Path, name: str | None = None) -> tuple[Any, WarningCounts]:
    items, rejects, counts = read(path, name)
    assert not rejects
    [item] = items
    return item, counts


def words(item: AnnotatedArticle) -> list[tuple[Any, ...]]:
    return [
        (
            [span.text for span in statement.content],
            statement.mention and statement.mention.text,
            statement.cue and statement.cue.text,
        )
        for statement in item.statements
    ]


WHOLE = [(list(PARTS), "Ada Voss", "said")]


def region(name: str, label: str, start: int, end: int, text: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {
        "id": name, "from_name": "marks", "to_name": "text", "type": "labels",
        "origin": "manual", "value": value,
    }  # fmt: skip


def relation(one: str, other: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": []}


def task(*results: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": 7, "data": {"text": TEXT}, "predictions": [], "project": 3,
        "annotations": [{"id": 1, "completed_by": 4, "was_cancelled": False, "result": list(results)}],
        **more,
    }  # fmt: skip


SPANS = [
    region("c", "Content", *place(PARTS[0]), PARTS[0]),
    region("d", "Content", *place(PARTS[1]), PARTS[1]),
    region("s", "Source", *place("Ada Voss"), "Ada Voss"),
    region("q", "Cue", *place("said"), "said"),
]
LINKS = [relation("s", "q"), relation("q", "c"), relation("c", "d")]


def test_label_studio_spans_with_relations_and_what_was_chosen(tmp_path: Path) -> None:
    chosen = dict(SPANS[0], from_name="label", type="choices")
    chosen["value"] = {"start": 3, "end": 18, "text": PARTS[0], "choices": ["conciliatory"]}
    typed = dict(SPANS[0], from_name="speaker", type="textarea")
    typed["value"] = {"start": 3, "end": 18, "text": ["Ada Voss"]}
    path = put(tmp_path / "a.json", [task(*LINKS, *SPANS, chosen, typed)])
    item, counts = one(path)
    assert words(item) == WHOLE
    assert item.coder == "4"
    assert item.article.id == "7"
    [statement] = item.statements
    assert statement.label == "conciliatory"
    assert statement.speaker == Speaker("Ada Voss")
    assert statement.kind == "direct"
    assert statement.text == "We will talk And soon"
    assert not counts


def test_label_studio_of_old_counts_utf16_and_the_words_give_it_away(tmp_path: Path) -> None:
    old = [
        region("c", "content", *units(PARTS[0]), PARTS[0]),
        region("q", "cue", *units("said"), "said"),
        relation("c", "q"),
    ]
    item, _ = one(put(tmp_path / "a.json", [task(*old)]))
    assert words(item) == [([PARTS[0]], None, "said")]


def test_label_studio_choices_of_several_coders(tmp_path: Path) -> None:
    def choice(value: str, **more: Any) -> dict[str, Any]:
        result = {
            "id": "x", "from_name": "sentiment", "to_name": "text", "type": "choices",
            "value": {"choices": [value]},
        }  # fmt: skip
        return {"result": [result], **more}

    done = [
        choice("neutral", completed_by={"id": 2, "email": "ada@example.org"}),
        choice("threatening", completed_by=3),
        choice("neutral", completed_by=5, was_cancelled=True),
    ]
    rows = [task(annotations=done), task(annotations=[]), {"text": "x", "sentiment": "neutral"}]
    items, rejects, counts = read(put(tmp_path / "a.json", rows))
    assert items == [
        LabelledStatement(id="7", text=TEXT, label="neutral", coder="ada@example.org"),
        LabelledStatement(id="7", text=TEXT, label="threatening", coder="3"),
    ]
    assert counts == {"annotation-skipped": 1, "not-annotated": 1}
    [reject] = rejects
    assert reject.line == 3
    assert "not as JSON-MIN" in reject.reason


def test_label_studio_says_what_is_wrong_with_a_task_and_goes_on(tmp_path: Path) -> None:
    bad = [
        task(*SPANS, relation("c", "nobody")),
        task(region("c", "Content", 900, 910, "")),
        task(region("c", "Content", 3, 9, "other words")),
        task(region("c", "Content", 3, 9, ""), region("c", "Cue", 3, 9, "")),
        {"data": {"a": "x", "b": "y"}, "annotations": [{}]},
        {"data": [], "annotations": []},
    ]
    items, rejects, _ = read(put(tmp_path / "a.json", [*bad, task(*SPANS, *LINKS)]))
    assert len(items) == 1
    assert [reject.line for reject in rejects] == [1, 2, 3, 4, 5, 6]
    for reject, part in zip(
        rejects,
        ("'nobody'", "outside of the text", "was the text changed", "twice", "'text'", "object"),
        strict=True,
    ):
        assert part in reject.reason


def test_label_studio_what_a_coder_changed_counts(tmp_path: Path) -> None:
    statement = Statement(
        id="mine", article="a", text="Mine", kind="mixed", label="neutral", scores={"neutral": 1.0},
        content=(Span.cut(TEXT, *place(PARTS[0])),), speaker=Speaker("Ada Voss"), context="c",
    )  # fmt: skip
    item = AnnotatedArticle(article=Article(id="a", text=TEXT), statements=(statement,))
    path = tmp_path / "a.json"
    write_annotations([item], path, "label-studio")
    [row] = json.loads(path.read_text(encoding="utf-8"))
    results = row["annotations"][0]["result"]
    for result in results:
        if result["from_name"] == "label":
            result["value"]["choices"] = ["threatening"]
    new = [region("n", "Content", *place(PARTS[1]), PARTS[1])]
    row["annotations"][0]["result"] = [r for r in results if r["from_name"] != "speaker"] + new
    back, _ = one(put(path, [row]))
    first, second = back.statements
    assert (first.id, first.text, first.kind, first.context) == ("mine", "Mine", "mixed", "c")
    assert (first.label, first.scores, first.speaker) == ("threatening", {}, None)
    assert (second.id, second.text, second.label) == ("a#1", "And soon", None)


def test_label_studio_configuration() -> None:
    codebook = load_codebook("posture")
    spans = label_studio_config("articles", codebook)
    assert '<Label value="Content" />' in spans
    assert 'perRegion="true"' in spans
    assert '<Text name="text" value="$text" />' in spans
    assert "white-space: pre-wrap" in spans
    labels = label_studio_config("labelled", codebook)
    assert '<Choice value="threatening" />' in labels
    assert "<Labels" not in labels


def entity(number: int, label: str, start: int, end: int) -> dict[str, Any]:
    return {"id": number, "label": label, "start_offset": start, "end_offset": end}


def test_doccano_with_relations_counts_utf16(tmp_path: Path) -> None:
    entities = [
        entity(31, "Content", *units(PARTS[0])),
        entity(32, "Content", *units(PARTS[1])),
        entity(33, "source", *units("Ada Voss")),
        entity(34, "cue", *units("said")),
        entity(35, "Topic", *units("soon")),
    ]
    ends = [(33, 31), (31, 34), (32, 31), (35, 31)]
    relations = [{"id": k, "from_id": a, "to_id": b, "type": "r"} for k, (a, b) in enumerate(ends)]
    row = {"id": 12, "text": TEXT, "entities": entities, "relations": relations, "Comments": []}
    item, counts = one(put(tmp_path / "a.jsonl", [row]))
    assert words(item) == WHOLE
    assert counts == {"mark-unknown": 1, "relation-unknown": 1, "offsets-uncertain": 1}


def test_doccano_of_code_points_is_read_if_it_is_said(tmp_path: Path) -> None:
    row = {"id": 1, "text": TEXT, "label": [[*place("said"), "Cue"], [*place(PARTS[0]), "Content"]]}
    path = put(tmp_path / "a.jsonl", [row])
    counts = WarningCounts()
    [item] = read_annotations(path, units="code-points", on_warning=counts)
    assert isinstance(item, AnnotatedArticle)
    # Nothing joins the cue to the content.
    assert words(item) == [([PARTS[0]], None, None)]
    assert counts == {"mark-unattached": 1}


def test_doccano_classification_and_its_faults(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "text": "One.", "label": ["neutral"], "article": "a"},
        {"id": 2, "text": "Two.", "label": []},
        {"id": 3, "text": "Three.", "label": ["neutral", "threatening"]},
        {"id": 4, "text": "Four.", "label": [[0, 2, "Content"], [3]]},
        {"id": 5, "text": "😀.", "label": [[1, 2, "Content"]]},
        {"id": 6, "text": "Six.", "entities": [entity(1, "Cue", 0, 1)],
         "relations": [{"id": 0, "from_id": 1, "to_id": 9, "type": "x"}]},
    ]  # fmt: skip
    path = put(tmp_path / "a.jsonl", rows)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "Broken')
    items, rejects, counts = read(path)
    assert items == [LabelledStatement(id="1", text="One.", label="neutral", article="a")]
    assert counts["not-annotated"] == 1
    assert [reject.line for reject in rejects] == [3, 4, 5, 6, 7]
    assert "choose" in rejects[0].reason
    assert "units='code-points'" in rejects[2].reason
    assert "no such mark" in rejects[3].reason


def span(label: str, part: str, tokens: tuple[int, int] | None = None) -> dict[str, Any]:
    start, end = place(part)
    more = {"token_start": tokens[0], "token_end": tokens[1]} if tokens else {}
    return {"start": start, "end": end, "label": label, **more}


def test_prodigy_relations_by_spans_and_by_tokens(tmp_path: Path) -> None:
    marks = {
        "c": span("CONTENT", PARTS[0], (0, 0)), "d": span("CONTENT", PARTS[1], (3, 3)),
        "s": span("SOURCE", "Ada Voss", (1, 1)), "q": span("CUE", "said", (2, 2)),
    }  # fmt: skip
    tokens = [
        {"text": part, "start": place(part)[0], "end": place(part)[1], "id": k, "ws": True}
        for k, part in enumerate((PARTS[0], "Ada Voss", "said", PARTS[1]))
    ]
    row = {
        "text": TEXT, "tokens": tokens, "spans": list(marks.values()), "_session_id": "set-ada",
        "relations": [
            {"head": 0, "child": 1, "head_span": marks["c"], "child_span": marks["s"], "label": "X"},
            {"head": 2, "child": 0, "label": "X"},
            {"head": 0, "child": 3, "label": "X", "color": "#ffd882"},
        ],
        "_input_hash": -4, "_task_hash": 9, "_view_id": "relations", "answer": "accept",
    }  # fmt: skip
    other = {**row, "relations": [{"head": 0, "child": 8, "label": "X"}]}
    lost = {**row, "relations": [{"head": 0, "child": 0, "child_span": span("CUE", "We")}]}
    items, rejects, counts = read(put(tmp_path / "a.jsonl", [row, other, lost]))
    assert words(items[0]) == WHOLE
    assert items[0].coder == "set-ada"
    assert not counts
    assert [reject.line for reject in rejects] == [2, 3]
    assert "no token 8" in rejects[0].reason
    assert "no such span" in rejects[1].reason


def test_prodigy_choices_and_answers(tmp_path: Path) -> None:
    options = [{"id": name, "text": name} for name in ("neutral", "threatening")]
    rows: list[dict[str, Any]] = [
        {"text": "One.", "options": options, "accept": ["neutral"], "answer": "accept",
         "_annotator_id": "ada", "_session_id": "set-ada", "meta": {"article": "a"}},
        {"text": "Two.", "label": "threatening", "answer": "accept"},
        {"text": "Three.", "label": "threatening", "answer": "reject"},
        {"text": "Four.", "options": options, "accept": [], "answer": "ignore"},
        {"text": "Five.", "options": options, "accept": [], "answer": "accept"},
        {"text": "Six.", "answer": "accept"},
        {"text": "Seven.", "answer": "perhaps"},
    ]  # fmt: skip
    items, rejects, counts = read(put(tmp_path / "a.jsonl", rows))
    assert items == [
        LabelledStatement(id="a:1", text="One.", label="neutral", coder="ada", article="a"),
        LabelledStatement(id="a:2", text="Two.", label="threatening"),
    ]
    assert counts == {"annotation-rejected": 1, "annotation-skipped": 1, "not-annotated": 1}
    assert [reject.line for reject in rejects] == [5, 7]


def test_prodigy_offers_the_codebook_s_labels(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    item = LabelledStatement(id="a", text="One.", label="neutral")
    write_annotations([item], path, "prodigy", codebook=load_codebook("posture"))
    [row] = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert [option["id"] for option in row["options"]] == ["conciliatory", "neutral", "threatening"]
    assert row["accept"] == ["neutral"]


ANN = """\
T1\tSource 19 27\tAda Voss
T2\tCue 28 32\tsaid
T3\tContent 3 18;34 45\t“We will talk,” “And soon,”
T4\tAttribution 28 32\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
A1\tKind E1 mixed
M1\tNested E1
#1\tSpeaker E1\tAda Voss
#2\tAnnotatorNotes E1\tsure
T5\tDiscuss 46 49\tshe
"""


def folder(path: Path, ann: str = ANN, name: str = "a") -> Path:
    path.mkdir(exist_ok=True)
    (path / f"{name}.txt").write_text(TEXT, encoding="utf-8", newline="")
    (path / f"{name}.ann").write_text(ann, encoding="utf-8", newline="")
    return path


def test_brat_events_attributes_and_notes(tmp_path: Path) -> None:
    item, counts = one(folder(tmp_path / "b"))
    assert words(item) == WHOLE
    [statement] = item.statements
    assert (statement.kind, statement.nested, statement.speaker) == (
        "mixed", True, Speaker("Ada Voss")
    )  # fmt: skip
    assert counts == {"attribute-unknown": 1, "mark-unknown": 1}
    assert one(tmp_path / "b" / "a.ann")[0] == item


def test_brat_relations_in_place_of_events(tmp_path: Path) -> None:
    ann = (
        "T1\tSpeaker 19 27\tAda Voss\nT2\tCue 28 32\tsaid\nT3\tQuotation 3 18;34 45\t\n"
        "R1\tSays Arg1:T1 Arg2:T3\nR2\tSays Arg1:T2 Arg2:T3\nA1\tLabel T3 neutral\n*\tEquiv T1 T2\n"
    )
    item, counts = one(folder(tmp_path / "b", ann))
    assert words(item) == WHOLE
    assert item.statements[0].label == "neutral"
    assert counts == {"relation-unknown": 1}


def test_brat_other_events_have_their_trigger_for_a_cue(tmp_path: Path) -> None:
    ann = "T1\tSay 28 32\tsaid\nT2\tContent 3 18\t\nE1\tSay:T1 Content1:T2\n"
    item, _ = one(folder(tmp_path / "b", ann))
    assert words(item) == [([PARTS[0]], None, "said")]


def test_brat_cuts_at_the_ends_of_lines_and_notes_what_was_whole(tmp_path: Path) -> None:
    text = "“One.\n\n“Two,” he\nsaid."
    content, cue = (Span.cut(text, 0, 13),), Span.cut(text, 14, 21)
    statement = Statement(
        id="a#1", article="a", text="One.\n\n“Two", kind="direct", content=content, cue=cue
    )
    item = AnnotatedArticle(article=Article(id="a", text=text), statements=(statement,))
    write_annotations([item], tmp_path / "b", "brat")
    ann = tmp_path / "b" / "a.ann"
    lines = ann.read_text(encoding="utf-8")
    assert "T1\tCue 14 16;17 21\the said\n" in lines
    assert "T2\tContent 0 5;7 13\t“One. “Two,”\n" in lines
    assert "\tSpans E1\t0-13\n" in lines
    assert one(tmp_path / "b")[0] == item
    # Once the mark is another, the note is out of date.
    ann.write_text(lines.replace("0 5;7 13\t“One. “Two,”", "0 5\t“One."), encoding="utf-8")
    assert words(one(tmp_path / "b")[0]) == [(["“One."], None, "he\nsaid")]


def test_brat_says_which_line_is_wrong_and_goes_on(tmp_path: Path) -> None:
    bad = (
        "T6\tContent 900 910\tx\nT7\tContent 3 9\tother\nT8 Content 3 9\nT1\tCue 3 9\t\n"
        "E2\tAttribution:T4 Content:T99\nE3\tAttribution:T4 Cue:T2\nR1\tX Arg1:T98 Arg2:T1\n"
        "E4\tAttribution\nX9\tWhat\nA9\tKind\nA2\tKind E1 loud\n"
    )
    path = folder(tmp_path / "b", ANN + bad)
    (path / "lost.ann").write_text("", encoding="utf-8")
    (path / "new.txt").write_text("x", encoding="utf-8")
    (path / "latin.txt").write_bytes(b"\xe9\xff")
    (path / "latin.ann").write_text("", encoding="utf-8")
    items, rejects, counts = read(path, "brat")
    assert len(items) == 1
    assert counts["not-annotated"] == 1
    places = [(Path(reject.source).name, reject.line) for reject in rejects]
    assert [("a.ann", line) for line in (11, 12, 13, 14, 18, 19, 20)] == places[:7]
    assert {("a.ann", 15), ("a.ann", 16), ("a.ann", 17), ("a.ann", 5)} == set(places[7:11])
    assert places[11:] == [("latin.ann", None), ("lost.ann", None)]
    assert "put the text there" in rejects[-1].reason


def test_brat_writes_what_its_interface_needs(tmp_path: Path) -> None:
    item, _ = one(folder(tmp_path / "b"))
    write_annotations([item], tmp_path / "c", "brat", codebook=load_codebook("posture"))
    lines = (tmp_path / "c" / "a.ann").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "T1\tSource 19 27\tAda Voss",
        "T2\tCue 28 32\tsaid",
        "T3\tContent 3 18;34 45\t“We will talk,” “And soon,”",
        "T4\tAttribution 28 32\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        "A1\tKind E1 mixed",
        "#1\tSpeaker E1\tAda Voss",
        "A2\tNested E1 true",
    ]
    assert "Value:conciliatory|neutral" in (tmp_path / "c" / "annotation.conf").read_text()
    with pytest.raises(StanceError, match="is there already"):
        write_annotations([item], tmp_path / "c", "brat")
    with pytest.raises(StanceError, match="folder of its own"):
        write_annotations([item, item], tmp_path / "d", "brat")
    assert not (tmp_path / "d").exists()


def test_polnear_as_it_is_published(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "paper_2016-01-02_some-news.txt").write_text(TEXT, encoding="utf-8")
    published = "".join(f"{line}\n" for line in ANN.splitlines() if line[0] in "TE")
    published += (
        "T6\tContent 34 45\t“And soon,”\nT7\tCue 50 55\tadded\nT8\tAttribution-no-source 50 55\tadded\n"
        "E2\tAttribution-no-source:T8 Content:T6 Cue:T7\n"
    )
    for coder in ("4b22", "ef2d"):
        ann = tmp_path / "attributions" / f"paper_2016-01-02_some-news_{coder}.ann"
        ann.write_text(published, encoding="utf-8")
    (tmp_path / "attributions" / "other_4b22.ann").write_text(published, encoding="utf-8")
    assert guess_format(tmp_path) == "polnear"
    items, rejects, counts = read(tmp_path)
    assert [item.coder for item in items] == ["4b22", "ef2d"]
    assert items[0].article.id == "paper_2016-01-02_some-news"
    assert words(items[0]) == [*WHOLE, ([PARTS[1]], None, "added")]
    assert counts == {"mark-unknown": 2}
    assert [Path(reject.source).name for reject in rejects] == ["other_4b22.ann"]
    write_annotations(items, tmp_path / "new", "polnear")
    ann = tmp_path / "new" / "attributions" / "paper_2016-01-02_some-news_ef2d.ann"
    assert "E2\tAttribution-no-source:T" in ann.read_text(encoding="utf-8")
    assert read(tmp_path / "new")[0] == items


def test_conll_from_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(
        "-DOCSTART- -X- O O\n\n“ `` O B-CONTENT\nYes NN I-NP I-CONTENT\n” '' O I-CONTENT\n\n"
        "Ada NNP B-NP B-SOURCE\nsaid VB O S-CUE\nParis NNP O B-LOC\n\n"
        "-DOCSTART- -X- O O\n\nNo NN O U-CONTENT\n",
        encoding="utf-8",
    )
    items, rejects, counts = read(path)
    assert not rejects
    assert [item.article.text for item in items] == ["“ Yes ”\nAda said Paris", "No"]
    assert [item.article.id for item in items] == ["a-1", "a-2"]
    assert words(items[0]) == [(["“ Yes ”"], None, None)]
    assert counts == {"mark-unattached": 2, "mark-unknown": 1}


def test_conll_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(
        "# global.columns = FORM STANCE:MARK STANCE:STATEMENT\n"
        '# newdoc id = a\n# text = "One two"\nOne\tB-Content\t1\nthree\tO\t_\n'
        '# newdoc id = b\n# text = "One"\nOne\tB-Content\tx\n'
        '# newdoc id = c\n# text = "broken\nOne\tB-Content\n'
        '# newdoc id = d\n# text = "One"\nOne\tB-Content\t1\n',
        encoding="utf-8",
    )
    items, rejects, _ = read(path)
    assert items[-1].article.id == "d"
    assert words(items[-1]) == [(["One"], None, None)]
    reasons = [reject.reason for reject in rejects]
    assert any("not the next" in reason and "line 5" in reason for reason in reasons)
    assert any("no numbers" in reason for reason in reasons)
    assert any("no JSON string" in reason for reason in reasons)
    assert any("2 columns, and 3" in reason for reason in reasons)


def test_conll_names_what_it_cannot_hold(tmp_path: Path) -> None:
    content = (Span.cut(TEXT, *place(PARTS[0])),)
    inner = (Span.cut(TEXT, *place("will talk")),)
    statements = (
        Statement(
            id="a#1", article="a", text="other", kind="indirect", content=content, act="offer",
            label="neutral", scores={"neutral": 1.0}, run="r", context="c", nested=True,
            speaker=Speaker("Ada Voss", "Freedonia"),
        ),
        Statement(id="a#2", article="a", text="will talk", kind="direct", content=inner),
    )  # fmt: skip
    article = Article(id="a", text=TEXT, title="T")
    counts = WarningCounts()
    item = AnnotatedArticle(article=article, statements=statements, coder="ada")
    write_annotations([item], tmp_path / "a.conll", "conll", on_warning=counts)
    assert counts == dict.fromkeys(
        [
            "speaker-not-held", "affiliation-not-held", "kind-not-held", "act-not-held",
            "label-not-held", "scores-not-held", "text-not-held", "context-not-held",
            "nested-not-held", "article-fields-not-held", "overlap-not-held",
        ],
        1,
    )  # fmt: skip
    assert next(counts.lines()).startswith("article-fields-not-held (1): ")


def test_columns_of_conll_cannot_change_among_the_tokens(tmp_path: Path) -> None:
    path = tmp_path / "late.conll"
    path.write_text(
        "Voss O\nsaid B-Cue\n# global.columns = FORM MARK STATEMENT\n", encoding="utf-8"
    )
    with pytest.raises(StanceError, match=r"late\.conll:3: columns are named before the first"):
        list(read_annotations(path))
