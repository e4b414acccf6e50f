"""Writes the report: one HTML file that needs nothing else, and reaches for nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from markupsafe import Markup

from stance.articles.article import Article
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.reports import figures
from stance.reports.contents import Census, Library, Payload, choose_articles, take_census
from stance.reports.figures import Scale
from stance.reports.marking import Face, Paragraph, clean, mark_up
from stance.reports.palette import LabelStyle, label_styles, style_sheet
from stance.reports.rendering import page, page_file
from stance.statements import Statement
from stance.summary import Estimate

if TYPE_CHECKING:
    from stance.runs import Run
    from stance.summary import SpeakerRow

FULL_TEXT: Final = 300
"""Articles shown in full, unless the caller says otherwise."""

STATEMENTS: Final = 50_000
"""Statements listed at most: what a browser still sorts and filters at once."""

SPEAKERS: Final = 200
"""Speakers ranked at most."""

PLAIN_ROWS: Final = 2_000
"""Rows of the table for readers without JavaScript."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a report says of the run that labelled the statements.

    Attributes
    ----------
    name, kind
        The run's name, and the kind of its classifier.
    trained_on
        How many labelled statements it was trained on.
    macro_f1
        On the held-out part, with its interval, where it is known.
    url
        Where the run can be had, if anywhere.
    """

    name: str
    kind: str
    trained_on: int
    macro_f1: Estimate | None = None
    url: str | None = None

    @classmethod
    def of(cls, run: Run) -> Self:
        """Take the facts from a run."""
        macro_f1 = None
        match run.metrics["figures"]["macro_f1"]:
            case {"value": float(value), "low": float(low), "high": float(high)}:
                macro_f1 = Estimate(value, low, high)
        return cls(
            name=run.name,
            kind=run.info.kind,
            trained_on=sum(run.info.data.fitted.values()),
            macro_f1=macro_f1,
        )


@dataclass(frozen=True, slots=True)
class Story:
    """An article as the page shows it."""

    number: int
    article: Article
    title: str
    paragraphs: Sequence[Paragraph]
    statements: int
    bar: Sequence[figures.Segment]
    unplaced: Sequence[tuple[int, Statement, Face]]


def write_report(
    target: Path,
    articles: Iterable[Article],
    statements: Iterable[Statement],
    *,
    run: Run | RunFacts | None = None,
    codebook: Codebook | None = None,
    summary: Sequence[SpeakerRow] = (),
    total: SpeakerRow | None = None,
    title: str = "Who said what",
    full_text: int = FULL_TEXT,
) -> None:
    """Write who said what, and how it was labelled, as one self-contained HTML page.

    Both iterables are run through once, the statements first. Held in memory are at most
    `STATEMENTS` statements and `full_text` articles; what the page leaves out it says.

    Parameters
    ----------
    target
        The file to write; it is there only once it is whole.
    articles
        The articles that the statements are from.
    statements
        Scored or not: without labels the page leaves out what it has no ground for.
    run
        The run that labelled the statements, or what is to be said of it.
    codebook
        Its codebook; not needed where the run itself is given.
    summary
        A row a speaker, as `stance.summarize` gives; empty to have the statements counted by
        speaker, without intervals.
    total
        The row of all speakers together, for the intervals of the overall shares.
    title
        The page's heading.
    full_text
        How many articles are shown in full: those with the most statements. The table and the
        summary cover the others too.

    Raises
    ------
    StanceError
        If the target cannot be written, a statement has a label that the codebook lacks, or
        there is neither a run nor a codebook.
    """
    facts = run if run is None or isinstance(run, RunFacts) else RunFacts.of(run)
    codebook = codebook or getattr(run, "codebook", None)
    if codebook is None:
        raise StanceError("a report needs the run that labelled the statements, or a codebook")
    with page_file(target) as file:
        context = _context(articles, statements, codebook, summary, total, full_text)
        pieces = page(
            "report.html.jinja",
            {**context, "run": facts, "title": title},
            sheets=("report.css",),
            scripts=("report.js",),
            style=style_sheet(context["styles"]),
        )
        file.writelines(pieces)


def _context(
    articles: Iterable[Article],
    statements: Iterable[Statement],
    codebook: Codebook,
    summary: Sequence[SpeakerRow],
    total: SpeakerRow | None,
    full_text: int,
) -> dict[str, Any]:
    census = take_census(statements, codebook, STATEMENTS)
    library = choose_articles(articles, census, full_text)
    styles = label_styles(codebook) if census.labelled else []
    scale = Scale.of(codebook) if styles else None
    payload = Payload(codebook)
    lines = figures.speaker_lines(summary, census, styles, scale)
    speakers = [(line, payload.speaker_number(line.name)) for line in lines[:SPEAKERS]]
    labels = figures.label_lines(styles, census.labels, total)
    faces = _faces(census.kept, styles)
    data = payload.record(census, library)
    return {
        "census": census,
        "codebook": codebook,
        "dates": figures.between(*library.dates),
        "faces": faces,
        "labels": labels,
        "library": library,
        "overall": total.posture if total and scale else None,
        "plain_rows": list(zip(census.kept[:PLAIN_ROWS], faces, strict=False)),
        "scale": scale,
        "speaker_count": sum(line.name is not None for line in lines),
        "speakers": speakers,
        "styles": styles,
        "stories": _stories(library, census, faces, styles),
        "data": _json({**data, "glyphs": [style.glyph for style in styles]}),
    }


def _faces(statements: Sequence[Statement], styles: Sequence[LabelStyle]) -> list[Face]:
    named = {style.name: style for style in styles}
    faces = []
    for statement in statements:
        who = statement.speaker.name if statement.speaker else "no source given"
        style = named.get(statement.label or "")
        within = "nested: " if statement.nested else ""
        if style is None:
            faces.append(Face("bare", "—", within + who, who))
        else:
            faces.append(Face(style.css, style.glyph, within + style.name, who))
    return faces


def _stories(
    library: Library, census: Census, faces: Sequence[Face], styles: Sequence[LabelStyle]
) -> Iterator[Story]:
    """Mark the articles one by one, as the page is written."""
    by_article: dict[str, list[int]] = {article.id: [] for article in library.shown}
    for number, statement in enumerate(census.kept):
        if statement.article in by_article:
            by_article[statement.article].append(number)
    for number, article in enumerate(library.shown, start=1):
        numbered = [(n, census.kept[n]) for n in by_article[article.id]]
        text, unplaced = mark_up(article.text, numbered, [faces[n] for n, _ in numbered])
        title = article.title or article.id
        if len(text) > 1 and not text[0].notes and text[0].html.unescape() == title:
            del text[0]
        yield Story(
            number=number,
            article=article,
            title=title,
            paragraphs=text,
            statements=len(numbered),
            bar=figures.segments(
                styles, figures.count_labels(s for _, s in numbered if not s.nested)
            ),
            unplaced=[(n, census.kept[n], faces[n]) for n in unplaced],
        )


def _json(data: Mapping[str, Any]) -> Markup:
    """Write JSON that can stand in a script element: no text can end it, or begin a comment."""
    text = json.dumps(_scrubbed(data), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _scrubbed(value: Any) -> Any:
    """Clean every text in JSON-ready data."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _scrubbed(entry) for key, entry in value.items()}
    return [_scrubbed(entry) for entry in value] if isinstance(value, list | tuple) else value
