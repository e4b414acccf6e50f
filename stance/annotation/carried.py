"""What stance writes beside an article for tools that keep what they do not know.

A tool shows marks; a statement has an id, words, scores and more besides. Where nothing was changed
in the tool, the statements come back as they were; where it was, those that are still there keep
what they had, and the marks are right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, Final

from stance.annotation.annotated import check_spans, record_of
from stance.annotation.derivation import Derivation, with_nesting
from stance.annotation.losses import WarningHandler
from stance.annotation.marks import Draft, Graph, drafts_of, graph_of, span_of, spans_of
from stance.articles import Article
from stance.errors import StanceError
from stance.statements import KINDS, Speaker, Statement

KEY: Final = "stance"
"""The field that carries it, in every format of JSON."""

EDITABLE: Final = ("kind", "label", "act", "speaker", "affiliation")
"""What a coder may set of a statement, where a tool can ask for more than spans."""

Given = Callable[[Draft], Mapping[str, Any]]


def carry(statements: Iterable[Statement], **more: Any) -> dict[str, Any]:
    """Return what is written beside an article."""
    return {"statements": [record_of(statement) for statement in statements], **more}


def carried_in(
    row: Mapping[str, Any], article: Article, on_warning: WarningHandler
) -> list[Statement]:
    """Read what was written beside an article; where it cannot be, there is none."""
    carried = row.get(KEY)
    if carried is None:
        return []
    try:
        statements = [
            Statement.from_record(record | {"article": article.id})
            for record in carried["statements"]
        ]
        for statement in statements:
            check_spans(statement, article.text)
    except (StanceError, TypeError, KeyError, AttributeError):
        on_warning("carried-unreadable")
        return []
    return statements


def statements_of(
    article: Article,
    graph: Graph,
    on_warning: WarningHandler,
    *,
    carried: Sequence[Statement] = (),
    given: Given | None = None,
) -> tuple[Statement, ...]:
    """Make the statements that marks and links tell of.

    Parameters
    ----------
    article
        The marks point into its text.
    graph
        The marks and the links.
    on_warning
        Called with what is left out.
    carried
        The statements as they were when the article was given to the tool.
    given
        What the tool has of a draft's `EDITABLE` fields; None where it has no such fields.
    """
    if carried and given is None and graph.shape() == graph_of(carried).shape():
        return tuple(carried)
    drafts = drafts_of(graph, on_warning)
    bases = _matched(drafts, carried)
    if all(base is not None for base in bases) and len(bases) == len(carried):
        order = sorted(range(len(drafts)), key=lambda k: bases[k] or 0)
        drafts, bases = [drafts[k] for k in order], [bases[k] for k in order]
    derivation = Derivation(article)
    free = _free_numbers(article, carried)
    statements = []
    for number, (draft, base) in enumerate(zip(drafts, bases, strict=True), start=1):
        content = spans_of(article.text, draft.content)
        mention, cue = span_of(article.text, draft.mention), span_of(article.text, draft.cue)
        if base is None:
            here = next(free) if carried else number
            statement = derivation.statement(here, content, mention, cue)
        else:
            statement = replace(carried[base], mention=mention, cue=cue)
        statements.append(edited(statement, given(draft)) if given else statement)
    known = [k for k, base in enumerate(bases) if base is not None]
    return tuple(with_nesting(statements, known))


def edited(statement: Statement, given: Mapping[str, Any]) -> Statement:
    """Put what a coder set into a statement; scores of another label than now are dropped."""
    name, label = given.get("speaker"), given.get("label")
    kind = given.get("kind") or statement.kind
    if kind not in KINDS:
        raise StanceError(f"a kind is {kind!r}; it must be one of {', '.join(KINDS)}")
    if label != statement.label:
        statement = replace(statement, scores={}, run=None)
    return replace(
        statement,
        kind=kind,
        label=label,
        act=given.get("act"),
        speaker=Speaker(name, given.get("affiliation")) if name else None,
    )


def _matched(drafts: Sequence[Draft], carried: Sequence[Statement]) -> list[int | None]:
    """Find the carried statement of each draft: same content, if it can be same source and cue."""
    left: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for number, statement in enumerate(carried):
        key = tuple((span.start, span.end) for span in statement.content)
        left.setdefault(key, []).append(number)
    found: list[int | None] = [None] * len(drafts)
    for exact in (True, False):
        for k, draft in enumerate(drafts):
            for number in left.get(draft.key, []) if found[k] is None else []:
                if not exact or _same_marks(draft, carried[number]):
                    found[k] = number
                    left[draft.key].remove(number)
                    break
    return found


def _same_marks(draft: Draft, statement: Statement) -> bool:
    return all(
        (mark and (mark.start, mark.end)) == (span and (span.start, span.end))
        for mark, span in ((draft.mention, statement.mention), (draft.cue, statement.cue))
    )


def _free_numbers(article: Article, carried: Iterable[Statement]) -> Iterator[int]:
    taken = {statement.id for statement in carried}
    return (number for number in count(1) if f"{article.id}#{number}" not in taken)
