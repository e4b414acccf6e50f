"""Compare the figures of ``stance extraction evaluate`` with those of another script that scores.

    python benchmarks/yardstick.py --yardstick SCRIPT.py [--cases 2000]
        [--gold GOLD.jsonl --predicted STATEMENTS.jsonl]

SCRIPT is imported. It has ``score_article(article, statements, iou)`` and ``total(rows)``, and takes
the gold as one object an article: ``{"id", "text", "statements": [{"speaker", "mention": [start,
end], "spans": [[start, end]], "kind", "label", "optional"}]}``. Random cases have names on which no table
of titles or places has a say. A GOLD file is in the script's own form; there, the speakers' figures
differ as far as the tables do, and are printed beside one another.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.eval.extraction import evaluate_extraction
from stance.eval.extraction.speakers import ACCEPTED
from stance.statement_rows import read_statements
from stance.statements import KINDS, Span, Speaker, Statement

LABELS = ("conciliatory", "neutral", "threatening")
SPEAKERS = (None, "Ada Voss", "Ben Ruhl", "Cy Orm", "Dee Tarn", "Ada Voss|Ben Ruhl")
MATCHES = {"exact": "exact", "partial": "partial", "loose": "loose", "token": "token",
           "end2end": "end_to_end", "joint": "joint"}  # fmt: skip
CLOSE = 1e-9


def load(path: Path) -> ModuleType:
    """Import a script by its path."""
    spec = importlib.util.spec_from_file_location("yardstick", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_text(chance: random.Random) -> str:
    """Make a text of short words with marks between them."""
    return "".join(
        chance.choice(("a", "be", "sea", "don't", "7.5")) + chance.choice((" ", ", ", ". “", "\n"))
        for _ in range(chance.randint(1, 40))
    )


def random_statement(
    chance: random.Random, article: str, number: int, text: str, *, named: bool
) -> Statement:
    """Make a statement of one or two spans anywhere in a text, words cut through now and then."""

    def span(longest: int) -> Span:
        start = chance.randrange(len(text))
        return Span.cut(text, start, min(len(text), start + chance.randint(1, longest)))

    name = chance.choice(SPEAKERS) if named else None
    return Statement(
        id=f"{article}#{number}",
        article=article,
        text="",
        kind=chance.choice(KINDS),
        content=tuple(span(40) for _ in range(chance.choice((1, 1, 1, 2)))),
        speaker=Speaker(name) if name else None,
        mention=span(8) if chance.random() < 0.7 else None,
        nested=chance.random() < 0.15,
        label=chance.choice(LABELS),
    )


def moved(chance: random.Random, statement: Statement, text: str) -> Statement:
    """Make what some extractor could have found for a statement."""
    spans = []
    for span in statement.content:
        start = max(0, span.start + chance.choice((0, 0, 0, -3, 2)))
        end = min(len(text), max(start + 1, span.end + chance.choice((0, 0, 0, -4, 5))))
        spans.append(Span.cut(text, start, end))
    name = chance.choice((statement.speaker, None, Speaker("Ben Ruhl")))
    if name and ACCEPTED in name.name:
        name = Speaker(name.name.split(ACCEPTED)[-1])
    label = chance.choice((statement.label, "neutral"))
    return replace(statement, content=tuple(spans), speaker=name, nested=False, label=label)


def random_case(seed: int) -> tuple[list[AnnotatedArticle], list[Statement]]:
    """Make a few articles, and what was found in them."""
    chance = random.Random(seed)
    named = chance.random() < 0.8
    gold, predicted = [], []
    for number in range(chance.randint(1, 4)):
        name, text = f"a{number}", random_text(chance)
        marked = [
            random_statement(chance, name, k, text, named=named)
            for k in range(chance.randint(0, 6))
        ]
        gold.append(AnnotatedArticle(article=Article(id=name, text=text), statements=tuple(marked)))
        predicted += [moved(chance, one, text) for one in marked if chance.random() < 0.7]
        predicted += [
            random_statement(chance, name, 90 + k, text, named=False)
            for k in range(chance.randint(0, 3))
        ]
    return gold, predicted


def in_its_form(item: AnnotatedArticle, *, named: bool) -> dict[str, Any]:
    """Write an article as the script takes it."""

    def statement(one: Statement) -> dict[str, Any]:
        record = {
            "mention": [one.mention.start, one.mention.end] if one.mention else None,
            "spans": [[span.start, span.end] for span in one.content],
            "kind": one.kind,
            "optional": one.nested,
            "label": one.label,
        }
        if named:
            record["speaker"] = one.speaker.name.split(ACCEPTED) if one.speaker else None
        return record

    statements = [statement(one) for one in item.statements]
    return {"id": item.article.id, "text": item.article.text, "statements": statements}


def in_our_form(record: Mapping[str, Any]) -> AnnotatedArticle:
    """Read an article of the script's gold."""
    text = record["text"]

    def statement(number: int, row: Mapping[str, Any]) -> Statement:
        names = row.get("speaker")
        name = ACCEPTED.join(filter(None, names)) if isinstance(names, list) else names
        return Statement(
            id=f"{record['id']}#{number}",
            article=record["id"],
            text="",
            kind=row.get("kind") or "indirect",
            content=tuple(Span.cut(text, *ends) for ends in row["spans"]),
            speaker=Speaker(name) if name else None,
            mention=Span.cut(text, *row["mention"]) if row.get("mention") else None,
            nested=bool(row.get("optional")),
            label=row.get("label"),
        )

    return AnnotatedArticle(
        article=Article(id=record["id"], text=text),
        statements=tuple(statement(i, row) for i, row in enumerate(record["statements"], start=1)),
    )


def figures_of(
    script: ModuleType,
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Statement],
    iou: float,
) -> dict[str, float]:
    """Let the script score; name its figures as ours are."""
    rows = [
        script.score_article(
            item, [one.to_record() for one in predicted if one.article == item["id"]], iou
        )
        for item in gold
    ]
    found = script.total(rows)
    sides = {"p": "precision", "r": "recall", "f1": "f1"}
    figures = {
        f"{ours}_{name}": found[theirs][side]
        for theirs, ours in MATCHES.items()
        if theirs in found
        for side, name in sides.items()
    }
    if "label" in found:
        figures["label_accuracy"] = found["label"]["accuracy"]
    return figures | {"speaker": found["speaker_accuracy"], "kind": found["kind_accuracy"]}


def differences(
    script: ModuleType,
    gold: Sequence[AnnotatedArticle],
    predicted: Sequence[Statement],
    iou: float,
    theirs: Sequence[Mapping[str, Any]] | None = None,
) -> Iterator[tuple[str, float, float]]:
    """Give each figure that differs: its name, ours, the script's. What is not defined is 0."""
    ours = evaluate_extraction(gold, predicted, iou=iou, resamples=1)
    named = ours.speaker_by == "name"
    other = theirs or [in_its_form(item, named=named) for item in gold]
    for name, value in figures_of(script, other, predicted, iou).items():
        if abs((ours.figures[name].value or 0.0) - value) > CLOSE:
            yield name, ours.figures[name].value or 0.0, value


def main() -> None:
    """Compare on random cases and, if there is one, on a gold file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--yardstick", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--predicted", type=Path)
    options = parser.parse_args()
    script = load(options.yardstick)
    wrong = 0
    for seed in range(options.cases):
        gold, predicted = random_case(seed)
        for name, ours, theirs in differences(script, gold, predicted, (0.3, 0.5, 0.8)[seed % 3]):
            wrong += 1
            print(f"case {seed}: {name} is {ours:.9f} here, {theirs:.9f} there")
    print(f"{options.cases:,} random cases, {wrong:,} figures that differ")
    if options.gold:
        with options.gold.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if line.strip()]
        articles = [in_our_form(record) for record in records]
        known = {item.article.id for item in articles}
        statements = [one for one in read_statements(options.predicted) if one.article in known]
        found = list(differences(script, articles, statements, 0.5, records))
        for name, ours, theirs in found:
            print(f"{options.gold.name}: {name} is {ours:.4f} here, {theirs:.4f} there")
        if not found:
            print(f"{options.gold.name}: every figure is the same")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
