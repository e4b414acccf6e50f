"""What a report holds: statements kept and counted as they stream past, articles chosen."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from stance.articles.article import Article
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.statements import Statement

Person = str | None
"""A speaker's name, None where the text gives no source."""


@dataclass(slots=True)
class Census:
    """All statements of a report.

    Attributes
    ----------
    kept
        The statements that the page lists: the first ones, up to a limit.
    total, nested, labelled
        How many there are, how many of them stand inside another, how many have a label.
    labels
        Statements by label; like `by_speaker` without the nested ones, so that nothing counts
        twice.
    by_speaker
        Statements by speaker.
    by_article
        Statements, nested ones too, by article.
    cut
        Articles some of whose statements were not kept.
    """

    kept: list[Statement] = field(default_factory=list)
    total: int = 0
    nested: int = 0
    labelled: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    by_speaker: Counter[Person] = field(default_factory=Counter)
    by_article: Counter[str] = field(default_factory=Counter)
    speaker_articles: dict[Person, set[str]] = field(default_factory=dict)
    affiliations: dict[Person, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Library:
    """All articles of a report: the ones to show in full, and what to call the others.

    Attributes
    ----------
    shown
        Articles that the page shows in full, in the order in which they came.
    named
        Title, source and date, by id, of articles with statements.
    total
        How many articles there were.
    dates
        The earliest and the latest date; both empty where no article has one.
    """

    shown: list[Article] = field(default_factory=list)
    named: dict[str, tuple[Person, Person, Person]] = field(default_factory=dict)
    total: int = 0
    dates: tuple[str, str] = ("", "")


def take_census(statements: Iterable[Statement], codebook: Codebook, keep: int) -> Census:
    """Count statements, and keep the first `keep` of them.

    Raises
    ------
    StanceError
        If a statement has a label that the codebook lacks.
    """
    census, known = Census(), set(codebook.label_names)
    for statement in statements:
        if statement.label is not None and statement.label not in known:
            raise StanceError(
                f"statement {statement.id!r} has the label {statement.label!r}, which codebook "
                f"{codebook.name!r} lacks ({', '.join(codebook.label_names)}): "
                "report it with the codebook of the run that scored it"
            )
        _count(census, statement)
        if len(census.kept) < keep:
            census.kept.append(statement)
        else:
            census.cut.add(statement.article)
    return census


def _count(census: Census, statement: Statement) -> None:
    census.total += 1
    census.by_article[statement.article] += 1
    census.labelled += statement.label is not None
    if statement.nested:
        census.nested += 1
        return
    name = statement.speaker.name if statement.speaker else None
    census.by_speaker[name] += 1
    census.speaker_articles.setdefault(name, set()).add(statement.article)
    if statement.speaker and statement.speaker.affiliation:
        census.affiliations.setdefault(name, statement.speaker.affiliation)
    if statement.label is not None:
        census.labels[statement.label] += 1


def choose_articles(articles: Iterable[Article], census: Census, limit: int) -> Library:
    """Run through the articles once, and keep those with the most statements.

    Of articles with equally many the earlier are kept. No more than `limit` are held at a time.
    """
    library = Library()
    held: list[tuple[int, int, Article]] = []
    for order, article in enumerate(articles):
        library.total += 1
        if article.date:
            library.dates = _widen(library.dates, article.date)
        count = census.by_article[article.id]
        if count:
            library.named[article.id] = (article.title, article.source, article.date)
        if article.id not in census.cut and limit > 0:
            push = heapq.heappush if len(held) < limit else heapq.heappushpop
            push(held, (count, -order, article))
    library.shown = [article for *_, article in sorted(held, key=lambda item: -item[1])]
    return library


def _widen(dates: tuple[str, str], date: str) -> tuple[str, str]:
    first, last = dates
    return min(first, date) if first else date, max(last, date)


class Payload:
    """The statements as the page's script reads them: rows of numbers into lists of names."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._lists: dict[str, dict[Any, int]] = {
            name: {} for name in ("speakers", "affiliations", "articles", "acts", "kinds", "runs")
        }
        self._labels = {label: i for i, label in enumerate(codebook.label_names)}

    def record(self, census: Census, library: Library) -> dict[str, Any]:
        """Return everything the script needs, JSON-ready."""
        rows = list(self._rows(census.kept))
        articles = [
            [key, *(library.named.get(key) or (None, None, None))]
            for key in self._lists["articles"]
        ]
        lists = {name: list(entries) for name, entries in self._lists.items()}
        return {**lists, "articles": articles, "labels": self.codebook.label_names, "rows": rows}

    def speaker_number(self, name: Person) -> int:
        """Return a speaker's place in the payload's list; -1 for no source."""
        return self._number("speakers", name)

    def _rows(self, statements: Iterable[Statement]) -> Iterator[list[Any]]:
        for statement in statements:
            speaker = statement.speaker
            yield [
                statement.id,
                self._number("articles", statement.article),
                self._number("speakers", speaker.name if speaker else None),
                self._number("affiliations", speaker.affiliation if speaker else None),
                self._number("kinds", statement.kind),
                self._number("acts", statement.act),
                -1 if statement.label is None else self._labels[statement.label],
                [round(float(statement.scores.get(label, 0)), 3) for label in self._labels]
                if statement.scores
                else None,
                int(statement.nested),
                statement.mention and statement.mention.text,
                statement.cue and statement.cue.text,
                statement.text,
                self._number("runs", statement.run),
            ]

    def _number(self, name: str, entry: str | None) -> int:
        if entry is None:
            return -1
        entries = self._lists[name]
        return entries.setdefault(entry, len(entries))
