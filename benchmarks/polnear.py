"""Write PolNeAR, in its JSON Lines form, as annotated articles that stance trains on and judges by.

    python benchmarks/polnear.py POLNEAR.jsonl [--speech-only] > articles.jsonl
    stance extraction train articles.jsonl --set params.precision=bfloat16 -o runs/polnear

The form: an article a line, {"id", "text", "statements": [{"mention": [s, e] or null, "cue": [s, e]
or null, "spans": [[s, e], ...], "kind", "speech"}]}, offsets in code points. PolNeAR as it is published
(brat files in folders) needs no script: stance reads it with --from polnear.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.statements import Span, Statement


def to_annotated(row: dict[str, Any], *, speech_only: bool) -> AnnotatedArticle:
    """Read an article with its attributions; with `speech_only` the rest is marked as nested.

    What is nested need not be found, and is not learnt.
    """
    text = row["text"]

    def span(ends: list[int] | None) -> Span | None:
        return None if ends is None else Span.cut(text, *ends)

    statements = tuple(
        Statement(
            id=f"{row['id']}#{number}",
            article=row["id"],
            text=" ".join(text[start:end] for start, end in one["spans"]),
            kind=one["kind"],
            content=tuple(Span.cut(text, start, end) for start, end in one["spans"]),
            mention=span(one["mention"]),
            cue=span(one["cue"]),
            nested=speech_only and not one["speech"],
        )
        for number, one in enumerate(row["statements"], start=1)
    )
    return AnnotatedArticle(article=Article(id=row["id"], text=text), statements=statements)


def main() -> None:
    """Convert one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--speech-only", action="store_true")
    options = parser.parse_args()
    with options.polnear.open(encoding="utf-8") as lines:
        for line in lines:
            marked = to_annotated(json.loads(line), speech_only=options.speech_only)
            print(json.dumps(marked.to_record(), ensure_ascii=False))


if __name__ == "__main__":
    main()
