"""What the spans of a statement do not tell: to be written elsewhere, or warned of."""

from __future__ import annotations

import json
from collections.abc import Mapping

from stance.annotation.annotated import AnnotatedArticle
from stance.annotation.derivation import Derivation, with_nesting
from stance.annotation.losses import WarningHandler
from stance.statements import Statement


def derived_of(item: AnnotatedArticle) -> list[Statement]:
    """Return the statements of an article as far as their spans tell them."""
    derivation = Derivation(item.article)
    return with_nesting(
        [
            derivation.statement(number, statement.content, statement.mention, statement.cue)
            for number, statement in enumerate(item.statements, start=1)
        ]
    )


def beyond(statement: Statement, derived: Statement) -> dict[str, str]:
    """Return what the spans of a statement do not tell, as text, by its name."""
    speaker = statement.speaker
    known: dict[str, str | None] = {
        "kind": statement.kind if statement.kind != derived.kind else None,
        "label": statement.label,
        "act": statement.act,
        "speaker": speaker.name if speaker else None,
        "affiliation": speaker.affiliation if speaker else None,
        "id": statement.id if statement.id != derived.id else None,
        "text": statement.text if statement.text != derived.text else None,
        "context": statement.context or None,
        "scores": json.dumps(dict(statement.scores)) if statement.scores else None,
        "run": statement.run,
        "nested": str(statement.nested).lower() if statement.nested != derived.nested else None,
    }
    return {name: value for name, value in known.items() if value is not None}


def warn_of(known: Mapping[str, str], on_warning: WarningHandler) -> None:
    """Warn of each thing that a format cannot hold beyond the spans."""
    for name in dict.fromkeys("scores" if name == "run" else name for name in known):
        on_warning(f"{name}-not-held")


def warn_of_article(
    item: AnnotatedArticle, on_warning: WarningHandler, *, coder: bool = False
) -> None:
    """Warn of what is known of an article, and of its coder unless the format holds that."""
    values = item.article.to_record()
    if any(value is not None for name, value in values.items() if name not in {"id", "text"}):
        on_warning("article-fields-not-held")
    if item.coder is not None and not coder:
        on_warning("coder-not-held")
