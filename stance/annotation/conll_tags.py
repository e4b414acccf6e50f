"""From statements to tags on tokens, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from stance.annotation.annotated import AnnotatedArticle
from stance.annotation.derivation import Derivation, with_nesting
from stance.annotation.losses import WarningHandler
from stance.annotation.marks import CONTENT, CUE, SOURCE, role_of
from stance.annotation.tokens import tokenise
from stance.annotation.unheld import beyond, derived_of, warn_of
from stance.articles import Article
from stance.errors import StanceError
from stance.statements import Span, Statement

MARK: Final = "STANCE:MARK"
STATEMENT: Final = "STANCE:STATEMENT"
COLUMNS: Final = ("FORM", MARK, STATEMENT)
NONE: Final = "_"
_OUTSIDE: Final = "O"


class Tagged(NamedTuple):
    """A token, its tag, and the numbers of its statements as they stand in the file."""

    start: int
    end: int
    tag: str
    numbers: str
    line: int = 0


@dataclass(slots=True)
class _Run:
    """Tokens that make one mark."""

    role: str
    start: int
    end: int
    numbers: list[int]

    def span(self, text: str) -> Span:
        return Span.cut(text, self.start, self.end)


@dataclass(slots=True)
class _Draft:
    content: list[_Run] = field(default_factory=list)
    mention: _Run | None = None
    cue: _Run | None = None


def tags_of(item: AnnotatedArticle, on_warning: WarningHandler) -> Iterator[Tagged]:
    """Tag the tokens of an article; what overlaps a mark before it is left out with a warning."""
    text = item.article.text
    runs = _Claims(text, on_warning)
    for number, (statement, simple) in enumerate(
        zip(item.statements, derived_of(item), strict=True), start=1
    ):
        if runs.claim(statement, number):
            warn_of(beyond(statement, simple), on_warning)
    marked = sorted(runs.kept, key=lambda run: run.start)
    k = 0
    for token in tokenise(text, ((run.start, run.end) for run in marked)):
        if text[token.start : token.end].isspace():
            continue
        while k < len(marked) and marked[k].end <= token.start:
            k += 1
        if k < len(marked) and marked[k].start <= token.start:
            run = marked[k]
            begins = "B" if run.start == token.start else "I"
            numbers = ",".join(map(str, run.numbers))
            yield Tagged(token.start, token.end, f"{begins}-{run.role}", numbers)
        else:
            yield Tagged(token.start, token.end, _OUTSIDE, NONE)


class _Claims:
    """Gives each character to the first mark that wants it."""

    def __init__(self, text: str, on_warning: WarningHandler) -> None:
        self._text, self._on_warning = text, on_warning
        self._taken = bytearray(len(text))
        self._known: dict[tuple[str, int, int], _Run] = {}

    @property
    def kept(self) -> Iterable[_Run]:
        return self._known.values()

    def claim(self, statement: Statement, number: int) -> bool:
        """Take what can be had of a statement; tell whether there is any content."""
        content = [self._span(CONTENT, span, number) for span in statement.content]
        if not any(content):
            return False
        for role, span in ((SOURCE, statement.mention), (CUE, statement.cue)):
            if span:
                self._span(role, span, number)
        return True

    def _span(self, role: str, span: Span, number: int) -> bool:
        bare = span.text.strip()
        start = span.start + len(span.text) - len(span.text.lstrip())
        end = start + len(bare)
        if bare != span.text:
            self._on_warning("edges-not-held")
        if not bare:
            return False
        known = self._known.get((role, start, end))
        if known and role != CONTENT:
            known.numbers.append(number)
        elif any(self._taken[start:end]):
            self._on_warning("overlap-not-held")
            return False
        else:
            self._taken[start:end] = b"\1" * (end - start)
            self._known[role, start, end] = _Run(role, start, end, [number])
        return True


def statements_of_tags(
    article: Article, tokens: Sequence[Tagged | None], on_warning: WarningHandler
) -> tuple[Statement, ...]:
    """Make the statements that tags tell of; a content without a number is one by itself.

    Raises
    ------
    StanceError
        If the numbers of statements are none.
    """
    drafts: dict[int, _Draft] = {}
    alone: list[_Run] = []
    for run in _runs(tokens, on_warning):
        if not run.numbers and run.role == CONTENT:
            alone.append(run)
        elif not run.numbers:
            on_warning("mark-unattached")
        for number in run.numbers:
            _add(drafts.setdefault(number, _Draft()), run, on_warning)
    for number, run in enumerate(alone, start=max(drafts, default=0) + 1):
        drafts[number] = _Draft([run])
    derivation = Derivation(article)
    statements = []
    for number, draft in sorted(drafts.items()):
        if draft.content:
            content = [run.span(article.text) for run in draft.content]
            mention = draft.mention.span(article.text) if draft.mention else None
            cue = draft.cue.span(article.text) if draft.cue else None
            statements.append(derivation.statement(number, content, mention, cue))
        else:
            on_warning("mark-unattached")
    return tuple(with_nesting(statements))


def _add(draft: _Draft, run: _Run, on_warning: WarningHandler) -> None:
    if run.role == CONTENT:
        draft.content.append(run)
    elif run.role == CUE:
        if draft.cue:
            on_warning("second-cue-left-out")
        draft.cue = draft.cue or run
    else:
        if draft.mention:
            on_warning("second-source-left-out")
        draft.mention = draft.mention or run


def _runs(tokens: Iterable[Tagged | None], on_warning: WarningHandler) -> Iterator[_Run]:
    """Put tokens of one mark together; BIO, IOB1, BIOES and BILOU are read alike."""
    run: _Run | None = None
    before: tuple[str, str] | None = None
    for token in tokens:
        prefix, _, name = token.tag.partition("-") if token else (_OUTSIDE, "", "")
        here = (name, token.numbers) if token and prefix != _OUTSIDE else None
        if token and here and here == before and prefix in {"I", "E", "L"}:
            if run:
                run.end = token.end
            continue
        if run:
            yield run
        run, before = None, here
        if token and here:
            if role := role_of(name):
                run = _Run(role, token.start, token.end, _numbers(token))
            else:
                on_warning("mark-unknown")
    if run:
        yield run


def _numbers(token: Tagged) -> list[int]:
    if token.numbers == NONE:
        return []
    try:
        return [int(number) for number in token.numbers.split(",")]
    except ValueError:
        raise StanceError(
            f"{token.numbers!r} in line {token.line} are no numbers of statements, as in 1 or 1,4"
        ) from None
