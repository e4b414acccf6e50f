"""What is written comes back, in every format: all that the format holds, and the rest is named."""

from __future__ import annotations

import json
import string
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.annotation import (
    FORMATS,
    AnnotatedArticle,
    Annotation,
    WarningCounts,
    guess_format,
    read_annotations,
    write_annotations,
)
from stance.articles import Article
from stance.labelled import FIELDS, LabelledStatement
from stance.rows.rejects import refuse
from stance.statements import KINDS, Span, Speaker, Statement

WHOLE = ("label-studio", "doccano", "doccano-spans", "prodigy", "jsonl", "csv")
MARKS = ("brat", "polnear", "conll")
TEXTS = st.text(
    st.sampled_from("aB é“”\"'‘’,.\n\t\r \u2028\u200f\u05d0\u0639😀🇺🇦\U0001f469\u200d🚒-#_")
    | st.characters(codec="utf-8", exclude_characters="\0"),
    min_size=1,
    max_size=80,
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12
).filter(lambda words: words.strip())
NAMES = st.text(string.ascii_letters + string.digits + " _-.#%/é😀", min_size=1, max_size=12)
PLAIN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span.cut(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def contents(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return tuple(Span.cut(text, *pair) for pair in pairs)


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedArticle:
    text, name = draw(TEXTS), draw(NAMES)
    known = st.none() | WORDS
    statements = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        label = draw(st.sampled_from([None, "threatening", "so so"]))
        statements.append(
            Statement(
                id=f"{name}#{number}" if draw(st.booleans()) else f"x{number}",
                article=name,
                text=draw(WORDS),
                kind=draw(st.sampled_from(KINDS)),
                content=draw(contents(text)),
                speaker=draw(st.none() | st.builds(Speaker, WORDS, known)),
                mention=draw(st.none() | spans(text)),
                cue=draw(st.none() | spans(text)),
                context=draw(st.just("") | WORDS),
                nested=draw(st.booleans()),
                label=label,
                act=draw(known),
                scores=draw(st.just({}) | st.just({"a": 0.25, "b": 0.75})) if label else {},
                run=draw(known) if label else None,
            )
        )
    article = Article(
        id=name, text=text, title=draw(known), date=draw(known), source=draw(known),
        url=draw(known), language=draw(known),
    )  # fmt: skip
    return AnnotatedArticle(
        article=article, statements=tuple(statements), coder=draw(st.none() | NAMES)
    )


labelled = st.builds(
    LabelledStatement,
    id=WORDS, text=WORDS, label=WORDS, kind=st.none() | st.sampled_from(KINDS),
    **{
        name: st.none() | WORDS
        for name in FIELDS
        if name not in {"id", "text", "label", "kind", "difficulty"}
    },
    difficulty=st.lists(WORDS, max_size=2).map(tuple),
)  # fmt: skip


def there_and_back(
    items: list[Annotation], name: str, change: Callable[[Path], None] | None = None
) -> tuple[list[Annotation], WarningCounts]:
    counts = WarningCounts()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{FORMATS[name].suffix}"
        assert write_annotations(items, path, name, on_warning=counts) == len(items)
        if change:
            change(path)
        back = list(read_annotations(path, name, on_warning=counts, on_reject=refuse))
    return back, counts


def unique(items: list[AnnotatedArticle]) -> list[AnnotatedArticle]:
    seen = {item.article.id.casefold(): item for item in items}
    return list(seen.values())


@pytest.mark.parametrize("name", WHOLE)
@PLAIN
@given(items=st.lists(annotated(), min_size=1, max_size=3))
def test_articles_come_back_whole(name: str, items: list[AnnotatedArticle]) -> None:
    back, counts = there_and_back(list(items), name)
    assert back == items
    assert not counts


@pytest.mark.parametrize("name", WHOLE)
@PLAIN
@given(items=st.lists(labelled, min_size=1, max_size=3))
def test_labelled_statements_come_back_whole(name: str, items: list[LabelledStatement]) -> None:
    back, counts = there_and_back(list(items), name)
    assert back == items
    assert not counts


@PLAIN
@given(items=st.lists(annotated(), min_size=1, max_size=3))
def test_brat_keeps_all_but_what_it_names(items: list[AnnotatedArticle]) -> None:
    items = unique(items)
    back, counts = there_and_back(list(items), "brat")
    assert counts.keys() <= {"article-fields-not-held", "coder-not-held", "edges-not-held"}
    assert [item.article.text for item in back] == [
        item.article.text for item in sorted(items, key=lambda item: order(item.article.id))
    ]
    if "edges-not-held" not in counts:
        bare = {
            item.article.id: replace(
                item, article=Article(id=item.article.id, text=item.article.text), coder=None
            )
            for item in items
        }
        assert {item.article.id: item for item in back} == bare


def order(name: str) -> str:
    from stance.annotation.folders import file_name

    return f"{file_name(name)}.ann"


LOST = ("speaker", "kind", "label", "act", "scores", "run", "text", "context", "nested", "id")


@pytest.mark.parametrize("name", ["polnear", "conll"])
@PLAIN
@given(items=st.lists(annotated(), min_size=1, max_size=3))
def test_marks_alone_keep_the_spans_and_name_the_rest(
    name: str, items: list[AnnotatedArticle]
) -> None:
    items = unique(items)
    back, counts = there_and_back(list(items), name)
    assert all(warning.endswith("-not-held") for warning in counts)
    if counts.keys() & {"edges-not-held", "overlap-not-held"}:
        return
    found = {item.article.id: item for item in back}
    for item in items:
        here = found[item.article.id]
        assert here.coder == item.coder
        assert here.article.text == item.article.text
        for one, other in zip(item.statements, here.statements, strict=True):
            assert (one.content, one.mention, one.cue) == (other.content, other.mention, other.cue)
            for field in LOST:
                told = "scores" if field == "run" else field
                same = getattr(one, field) == getattr(other, field)
                assert same or counts[f"{told}-not-held"], field


def strip(path: Path) -> None:
    """Leave only what the tool itself knows."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        tasks = json.loads(text)
        for task in tasks:
            task["data"].pop("stance", None)
        path.write_text(json.dumps(tasks), encoding="utf-8")
        return
    rows = [json.loads(line) for line in text.split("\n") if line]
    for row in rows:
        row.pop("stance", None)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize("name", ["label-studio", "doccano", "prodigy"])
@PLAIN
@given(item=annotated())
def test_spans_come_back_without_what_stance_wrote_beside(
    name: str, item: AnnotatedArticle
) -> None:
    if name == "prodigy" and len({one.content for one in item.statements}) < len(item.statements):
        return
    if name == "prodigy" and len({s for one in item.statements for s in one.content}) < sum(
        len(one.content) for one in item.statements
    ):
        return
    if not item.statements:
        return
    [back], counts = there_and_back([item], name, strip)
    assert isinstance(back, AnnotatedArticle)
    assert counts.keys() <= {"offsets-uncertain"}

    def spans_in(one: AnnotatedArticle) -> list[object]:
        return sorted(
            [(s.content, s.mention, s.cue) for s in one.statements],
            key=lambda key: repr([(x.start, x.end) for x in key[0]]) + repr(key[1:]),
        )

    assert spans_in(back) == spans_in(item)
    if name == "label-studio":

        def said(one: AnnotatedArticle) -> list[str]:
            return sorted(
                repr((s.kind, s.label, s.act, s.speaker, s.content)) for s in one.statements
            )

        assert said(back) == said(item)


def test_the_formats_tell_themselves(tmp_path: Path) -> None:
    text = "“Not yet,” Ada Voss said."
    statement = Statement(
        id="a#1", article="a", text="Not yet", kind="direct", content=(Span.cut(text, 0, 10),)
    )
    item = AnnotatedArticle(article=Article(id="a", text=text), statements=(statement,))
    for name, format_ in FORMATS.items():
        path = tmp_path / f"{name}{format_.suffix}"
        write_annotations([item], path, name)
        # Both of doccano's are read by one reader.
        assert guess_format(path) == name.removesuffix("-spans")
        assert list(read_annotations(path)) == [item]
